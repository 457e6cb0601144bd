namespace SocApi.Auth;

/// <summary>Files that only the service's user may read.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a new file whole: who starts at the same moment finds either nothing or all of it.</summary>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        string draft = $"{path}.{Environment.ProcessId}.new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (FileStream stream = new(draft, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    /// <summary>Refuses a secret that others can read.</summary>
    public static void CheckMode(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
            throw new InvalidOperationException($"'{path}' can be read by others (mode {Convert.ToString((int)File.GetUnixFileMode(path), 8)}); run chmod 600 on it.");
    }

    /// <summary>Reads a secret of so many random bytes, made when it is not there.</summary>
    public static byte[] ReadOrCreateRandom(string path, int length)
    {
        if (!File.Exists(path))
            Create(path, System.Security.Cryptography.RandomNumberGenerator.GetBytes(length));
        CheckMode(path);
        byte[] secret = File.ReadAllBytes(path);
        return secret.Length == length
            ? secret
            : throw new InvalidOperationException($"'{path}' has {secret.Length} bytes instead of {length}. Delete it: a new one is made.");
    }
}
