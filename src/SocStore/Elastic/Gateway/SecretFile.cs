namespace SocStore.Elastic.Gateway;

/// <summary>A secret in a file, read again when the file changes: keys are renewed while the program runs.</summary>
internal sealed class SecretFile(string path)
{
    private readonly Lock _gate = new();
    private (DateTime Written, long Length) _known;
    private string? _secret;

    /// <exception cref="IOException">The file cannot be read; the message names it.</exception>
    public string Read()
    {
        FileInfo file = new(path);
        lock (_gate)
        {
            if (_secret is not null && file.Exists && _known == (file.LastWriteTimeUtc, file.Length))
                return _secret;
            try
            {
                string secret = File.ReadAllText(path).Trim();
                _known = (file.LastWriteTimeUtc, file.Length);
                return _secret = secret;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"The secret in '{path}' cannot be read: {e.Message}", e);
            }
        }
    }
}
