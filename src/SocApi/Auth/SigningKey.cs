using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace SocApi.Auth;

/// <summary>
/// The embedded issuer's ES256 key, made on first run and kept in a file that only the service's user can read. Its id is
/// the RFC 7638 thumbprint, and the issuer's name is made of that, so that tokens of one installation are worth nothing in another.
/// </summary>
public sealed class SigningKey
{
    private const string FileName = "token-es256.pem";

    private SigningKey(ECDsa key)
    {
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        string x = Base64Url.EncodeToString(parameters.Q.X);
        string y = Base64Url.EncodeToString(parameters.Q.Y);
        // RFC 7638 §3.2: the required members in the order of their names, without white space.
        byte[] canonical = Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""");
        KeyId = Base64Url.EncodeToString(SHA256.HashData(canonical));
        Issuer = "urn:soc:embedded:" + KeyId[..16];
        Key = new ECDsaSecurityKey(key) { KeyId = KeyId };
    }

    /// <summary>The key's id.</summary>
    public string KeyId { get; }

    /// <summary>The <c>iss</c> of tokens made with it.</summary>
    public string Issuer { get; }

    /// <summary>The key for signing and checking.</summary>
    internal ECDsaSecurityKey Key { get; }

    /// <summary>Reads the key of a folder, or makes one.</summary>
    /// <exception cref="InvalidOperationException">The file is no P-256 key, or others can read it.</exception>
    public static SigningKey LoadOrCreate(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            using ECDsa made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            SecretFile.Create(path, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()));
        }

        SecretFile.CheckMode(path);
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidOperationException($"'{path}' is no private key in PEM form. Restore it from a backup, or delete it: a new one is made and all tokens end.", e);
        }

        if (key.KeySize == 256)
            return new SigningKey(key);
        key.Dispose();
        throw new InvalidOperationException($"'{path}' is no P-256 key. Delete it: a new one is made and all tokens end.");
    }

    /// <summary>A key that lives as long as the object, for tests and tools.</summary>
    public static SigningKey Ephemeral() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
}
