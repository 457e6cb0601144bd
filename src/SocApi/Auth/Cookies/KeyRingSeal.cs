using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace SocApi.Auth.Cookies;

/// <summary>
/// Seals the keys of cookies with the key folder's secret: who reads the store alone can neither read nor forge a session.
/// AES-256-GCM (NIST SP 800-38D) under a key derived by HKDF (RFC 5869), a fresh nonce for each key.
/// </summary>
internal sealed class KeyRingSeal : IXmlEncryptor
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static readonly XName Sealed = "sealed";

    private readonly byte[] _key;

    public KeyRingSeal(ReadOnlySpan<byte> secret)
    {
        _key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, _key, salt: [], info: "soc cookie keys"u8);
    }

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        byte[] plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        byte[] box = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using (AesGcm aes = new(_key, TagBytes))
            aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(^TagBytes));
        CryptographicOperations.ZeroMemory(plain);
        return new EncryptedXmlInfo(new XElement(Sealed, Convert.ToBase64String(box)), typeof(Opener));
    }

    /// <summary>The element that was sealed.</summary>
    /// <exception cref="CryptographicException">It was sealed with another secret, or changed.</exception>
    public XElement Open(XElement element)
    {
        byte[] box = Convert.FromBase64String(element.Value);
        if (box.Length < NonceBytes + TagBytes)
            throw new CryptographicException("A cookie key in the store is cut short.");
        byte[] plain = new byte[box.Length - NonceBytes - TagBytes];
        using (AesGcm aes = new(_key, TagBytes))
            aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes, plain.Length), box.AsSpan(^TagBytes), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    /// <summary>What data protection makes by itself, by the type's name that stands beside each sealed key.</summary>
    internal sealed class Opener(IServiceProvider services) : IXmlDecryptor
    {
        /// <inheritdoc/>
        public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<KeyRingSeal>().Open(encryptedElement);
    }
}
