using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Mail;

namespace SocApi.Reports.Delivery;

/// <summary>The server by which reports are mailed (section <c>Reports:Mail</c>).</summary>
public sealed class MailOptions
{
    /// <summary>Its name or address; unset: nothing is mailed.</summary>
    public string? Host { get; set; }

    /// <summary>Its port.</summary>
    /// <value>Default 587 (RFC 6409).</value>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected.</summary>
    /// <value>StartTls (default), Implicit or None.</value>
    public MailTls Tls { get; set; } = MailTls.StartTls;

    /// <summary>Who signs in; unset: nobody does.</summary>
    public string? User { get; set; }

    /// <summary>A file with the password and nothing else; it is read for each delivery.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Who the mail is from.</summary>
    public string? From { get; set; }

    /// <summary>Everything that is wrong, each with its cure.</summary>
    internal IEnumerable<string> Check()
    {
        if (string.IsNullOrEmpty(Host))
            yield break;
        if (!MailAddress.TryCreate(From, out _))
            yield return $"Reports:Mail:From is '{From}', which is no mail address; write the sender, as in soc@example.org.";
        if (User is { Length: > 0 } && PasswordFile is null)
            yield return "Reports:Mail:PasswordFile is not set, but Reports:Mail:User is; name the file that holds the password.";
        if (PasswordFile is not null && !File.Exists(PasswordFile))
            yield return $"Reports:Mail:PasswordFile is '{PasswordFile}', which is not there; check the path.";
        bool isHere = Host == "localhost" || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));
        if (Tls == MailTls.None && !isHere)
            yield return $"Reports:Mail:Tls is None, but '{Host}' is another machine, so reports would travel in the clear; set StartTls or Implicit.";
    }
}
