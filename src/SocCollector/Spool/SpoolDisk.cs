using Microsoft.Win32.SafeHandles;

namespace SocCollector.Spool;

/// <summary>The disk.</summary>
internal sealed class SpoolDisk : ISpoolDisk
{
    /// <inheritdoc/>
    public SafeFileHandle Create(string path, long room)
    {
        // .NET sets a creation mode only through a stream; the stream is let go of, the file stays open by the handle.
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            PreallocationSize = room,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (FileStream stream = new(path, options))
        {
            SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            Posix.FlushFolder(Path.GetDirectoryName(path)!);
            return handle;
        }
    }

    /// <inheritdoc/>
    public void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset) =>
        RandomAccess.Write(file, pieces, offset);

    /// <inheritdoc/>
    public void Flush(SafeFileHandle file) => RandomAccess.FlushToDisk(file);
}
