using System.Net;

namespace SocHost.Settings;

/// <summary>Where the API and the console listen, <c>Http</c> in the settings file.</summary>
public sealed class HttpOptions
{
    /// <summary>Address and port.</summary>
    /// <value>http or https, an address, a port; 0 takes a free one. Default http://127.0.0.1:8420.</value>
    public string Url { get; set; } = "http://127.0.0.1:8420";

    /// <summary>Certificate chain in PEM form, for https.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>Its private key in PEM form.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Whether an address that others can reach may be served without TLS, because something in front encrypts.</summary>
    /// <value>Default false.</value>
    public bool AllowPlainHttp { get; set; }

    /// <summary>Everything that is wrong, each with its cure; the first word is the setting.</summary>
    public IEnumerable<string> Check()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || !TryAddress(uri, out IPAddress? address))
        {
            yield return $"Http:Url is '{Url}'; write http or https, an address and a port, as in http://127.0.0.1:8420.";
            yield break;
        }

        if (uri.Scheme == "http" && !IPAddress.IsLoopback(address!) && !AllowPlainHttp)
            yield return $"Http:Url is '{Url}', which others can reach without TLS; use https with Http:CertificateFile and Http:KeyFile, or set Http:AllowPlainHttp when something in front encrypts.";
        if (uri.Scheme == "https" && (CertificateFile is null || KeyFile is null))
            yield return $"Http:Url is '{Url}' and needs Http:CertificateFile and Http:KeyFile (PEM).";
        foreach ((string name, string? file) in new[] { (nameof(CertificateFile), CertificateFile), (nameof(KeyFile), KeyFile) })
        {
            if (file is not null && !File.Exists(file))
                yield return $"Http:{name} is '{file}', which is not there; check the path.";
        }
    }

    /// <summary>The address that a URL names; localhost is the loopback address.</summary>
    internal static bool TryAddress(Uri uri, out IPAddress? address)
    {
        address = IPAddress.Loopback;
        return uri.Host == "localhost" || IPAddress.TryParse(uri.Host.Trim('[', ']'), out address);
    }
}
