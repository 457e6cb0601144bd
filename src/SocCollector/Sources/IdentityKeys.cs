using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SocCollector.Sources;

/// <summary>
/// Keyed hashes of personal identifiers (HMAC-SHA-256, base64url, 22 characters): equal inside the site for the same kind
/// and epoch, whichever source saw the identifier, and of no use to who lacks the key. The key file has one line an epoch,
/// <c>number key</c>; the last line is in use. A new epoch ends what can be joined with the old one.
/// </summary>
public sealed class IdentityKeys
{
    /// <summary>The length of a hash.</summary>
    public const int HashLength = 22;

    private const int KeyLength = 32;
    private readonly byte[][] _keys;

    private IdentityKeys(int epoch, byte[] master)
    {
        Epoch = epoch;
        IdentityKind[] kinds = Enum.GetValues<IdentityKind>();
        _keys = Array.ConvertAll(kinds, kind => HKDF.DeriveKey(HashAlgorithmName.SHA256, master, KeyLength, info: Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}/{epoch}"))));
    }

    /// <summary>The epoch in use.</summary>
    public int Epoch { get; }

    /// <summary>Keys that everybody knows, for samples and dry runs: the hashes protect nothing.</summary>
    public static IdentityKeys Sample { get; } = new(0, new byte[KeyLength]);

    /// <summary>Reads the key file; makes it, readable by its owner alone, when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is not a key file.</exception>
    public static IdentityKeys LoadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            string line = $"1 {Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength))}\n";
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using FileStream stream = new(path, options);
            stream.Write(Encoding.ASCII.GetBytes(line));
            stream.Flush(flushToDisk: true);
        }

        string[] parts = File.ReadAllLines(path).LastOrDefault(static l => l.Length > 0)?.Split(' ') ?? [];
        Span<byte> key = stackalloc byte[KeyLength];
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
            && Convert.TryFromBase64String(parts[1], key, out int length) && length == KeyLength)
            return new IdentityKeys(epoch, key.ToArray());
        throw new InvalidDataException($"'{path}' is no key file: its last line must be a number, a blank, and a key of 32 bytes in base64. Restore it from the backup; a new one would end what can be joined with stored events.");
    }

    /// <summary>Writes the hash of an identifier, which is brought into one form first.</summary>
    public void Hash(IdentityKind kind, ReadOnlySpan<byte> identifier, Span<byte> output)
    {
        Span<byte> form = stackalloc byte[256];
        int length = identifier.Length <= form.Length ? Canonical(kind, identifier, form) : 0;
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_keys[(int)kind], length > 0 ? form[..length] : identifier, hash);
        Span<byte> text = stackalloc byte[24];
        Base64Url.EncodeToUtf8(hash[..17], text, out _, out _);
        text[..HashLength].CopyTo(output);
    }

    /// <summary>The hash as text.</summary>
    public string Hash(IdentityKind kind, string identifier)
    {
        Span<byte> output = stackalloc byte[HashLength];
        Hash(kind, Encoding.UTF8.GetBytes(identifier), output);
        return Encoding.ASCII.GetString(output);
    }

    private static int Canonical(IdentityKind kind, ReadOnlySpan<byte> text, Span<byte> form)
    {
        int length = 0;
        foreach (byte b in text)
        {
            bool keep = kind switch
            {
                IdentityKind.Plate or IdentityKind.Vehicle => b >= 0x80 || char.IsAsciiLetterOrDigit((char)b),
                IdentityKind.Phone or IdentityKind.Citizen => char.IsAsciiDigit((char)b),
                _ => b != ' ',
            };
            if (keep)
                form[length++] = kind is IdentityKind.Plate or IdentityKind.Vehicle && b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & 0xDF) : b;
        }

        if (kind != IdentityKind.Phone || !form[..length].StartsWith("84"u8) || length < 11)
            return length;
        form[2..length].CopyTo(form[1..]);
        form[0] = (byte)'0';
        return length - 1;
    }
}
