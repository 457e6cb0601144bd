using Microsoft.Win32.SafeHandles;

namespace SocCollector.Spool;

/// <summary>The calls by which the spool reaches the disk; a test puts a full or a failing disk in its place.</summary>
internal interface ISpoolDisk
{
    /// <summary>Makes a file of mode 0600 with room for so many bytes; fails when there is none.</summary>
    SafeFileHandle Create(string path, long room);

    /// <summary>Writes the pieces one behind the other.</summary>
    void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset);

    /// <summary>Flushes a file to the disk.</summary>
    void Flush(SafeFileHandle file);
}
