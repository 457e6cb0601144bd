using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocStore.Elastic.Gateway;

/// <summary>Which certificates of a server are believed: the system's authorities, those of a file, or the one with a fingerprint.</summary>
internal static class ServerTrust
{
    /// <summary>The TLS settings; a client certificate too where the options name one.</summary>
    public static SslClientAuthenticationOptions Make(ElasticOptions options)
    {
        SslClientAuthenticationOptions tls = new();
        if (options.ClientCertificateFile is { } file)
            tls.ClientCertificateContext = ReadClient(file, options.ClientKeyFile!);

        if (options.CaFile is { } authorities)
        {
            X509Certificate2Collection roots = [];
            roots.ImportFromPemFile(authorities);
            tls.CertificateChainPolicy = Policy(roots);
        }
        else if (options.CaFingerprint is { } fingerprint)
        {
            byte[] pinned = Convert.FromHexString(fingerprint.Replace(":", "", StringComparison.Ordinal));
            tls.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsPinned(certificate, chain, errors, pinned);
        }

        return tls;
    }

    /// <summary>
    /// The authority with that fingerprint has to be in what the server showed, a root or one between. It takes the place of
    /// a known root in a chain that is built anew: dates, signatures and usage count as ever, and the name has to fit.
    /// </summary>
    internal static bool IsPinned(X509Certificate? certificate, X509Chain? shown, SslPolicyErrors errors, ReadOnlySpan<byte> pinned)
    {
        if (certificate is null || shown is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return false;
        X509Certificate2Collection others = [.. shown.ChainElements.Select(static e => e.Certificate).Concat(shown.ChainPolicy.ExtraStore)];
        using X509Chain chain = new();
        chain.ChainPolicy = Policy([]);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        // Nobody else vouches for the top of the chain; that the pinned one stands in it does.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        if (!chain.Build(leaf))
            return false;
        foreach (X509ChainElement element in chain.ChainElements)
        {
            if (CryptographicOperations.FixedTimeEquals(element.Certificate.GetCertHash(HashAlgorithmName.SHA256), pinned))
                return true;
        }

        return false;
    }

    /// <summary>The client's certificate with its key, and what its file names between it and the root: a server may know the root alone.</summary>
    private static SslStreamCertificateContext ReadClient(string file, string keyFile)
    {
        try
        {
            // Windows' TLS takes no key that lies in memory only; the round trip through PKCS#12 gives it one it takes.
            using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(file, keyFile);
            X509Certificate2 own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            X509Certificate2Collection all = [];
            all.ImportFromPemFile(file);
            return SslStreamCertificateContext.Create(own, [.. all.Skip(1)], offline: true);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new ArgumentException($"ClientCertificateFile '{file}' and ClientKeyFile '{keyFile}' are no certificate with its key: {e.Message} Both must be PEM, the key without a password.", nameof(file), e);
        }
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection roots)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        // 1.3.6.1.5.5.7.3.1: a server's certificate (RFC 5280 §4.2.1.12).
        policy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        return policy;
    }
}
