using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocStore.Tests.Elastic.Tls;

/// <summary>Authorities and certificates that live as long as a test.</summary>
internal static class TestCertificates
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private static long _number = 0x100;

    /// <summary>An authority: a root, or one below an issuer.</summary>
    public static X509Certificate2 Authority(string name, X509Certificate2? issuer = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        if (issuer is null)
            return request.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
        request.CertificateExtensions.Add(Below(issuer));
        using X509Certificate2 issued = request.Create(issuer, now.AddDays(-1), now.AddDays(1), Number());
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>A server's certificate.</summary>
    public static X509Certificate2 Server(X509Certificate2 authority, string host) => Issue(authority, host, ServerUse, TimeSpan.FromHours(1));

    /// <summary>A client's certificate, valid until so long from now.</summary>
    public static X509Certificate2 Client(X509Certificate2 authority, string name, TimeSpan validFor) => Issue(authority, name, ClientUse, validFor);

    private static X509Certificate2 Issue(X509Certificate2 authority, string name, string use, TimeSpan validFor)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        request.CertificateExtensions.Add(Below(authority));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 issued = request.Create(authority, now.AddHours(-3), now + validFor, Number());
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>By which of two authorities of one name (RFC 5280, 4.2.1.1).</summary>
    private static X509AuthorityKeyIdentifierExtension Below(X509Certificate2 issuer) =>
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false);

    private static byte[] Number() => BitConverter.GetBytes(Interlocked.Increment(ref _number));
}
