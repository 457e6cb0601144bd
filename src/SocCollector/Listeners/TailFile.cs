using System.Text;
using Microsoft.Win32.SafeHandles;
using SocCollector.Spool;

namespace SocCollector.Listeners;

/// <summary>
/// One open file of a tail. It stays open over a rename, so what is written before the writer notices is still read. Holds
/// no buffer but the bytes of a last line without its line feed.
/// </summary>
internal sealed class TailFile : IDisposable
{
    private const int LongestAnchor = 64;

    private readonly SafeFileHandle _handle;
    private readonly ushort _listener;
    private byte[] _partial = [];
    private long _anchorAt;
    private byte[] _anchor;
    private long _seenSize = -1;
    private long _seenModified;

    public TailFile(SafeFileHandle handle, string path, FileStatus status, TailPosition? known, ushort listener, long now)
    {
        _handle = handle;
        _listener = listener;
        Path = path;
        Device = status.Device;
        Inode = status.Inode;
        BornAt = known?.BornAt ?? (status.BornAt != 0 ? status.BornAt : now);
        Epoch = known?.Epoch ?? 0;
        Offset = known?.Offset ?? 0;
        _anchorAt = known?.AnchorAt ?? 0;
        _anchor = known?.Anchor ?? [];
        Origin = new RecordOrigin(listener, Encoding.UTF8.GetBytes(path));
        GrownAt = now;
    }

    public string Path { get; private set; }

    public ulong Device { get; }

    public ulong Inode { get; }

    public long BornAt { get; }

    public uint Epoch { get; private set; }

    /// <summary>Where the next line begins.</summary>
    public long Offset { get; private set; }

    public RecordOrigin Origin { get; private set; }

    /// <summary>When it last grew, milliseconds since 1970.</summary>
    public long GrownAt { get; private set; }

    /// <summary>Whether no path of the settings leads to it any more.</summary>
    public bool IsDetached { get; set; }

    /// <summary>Whether a line waits for its line feed.</summary>
    public bool HasPartial => _partial.Length > 0;

    /// <summary>The anchor that the last line gives.</summary>
    public static (long At, byte[] Anchor) AnchorOf(ReadOnlySpan<byte> line, long offset)
    {
        int length = Math.Min(line.Length, LongestAnchor);
        return (offset + line.Length - length, line[^length..].ToArray());
    }

    public TailPosition Position(long now) => new(Path, Inode, BornAt, Epoch, Offset, _anchorAt, _anchor, now);

    /// <summary>The file has another name now.</summary>
    public void Rename(string path)
    {
        if (path == Path)
            return;
        Path = path;
        Origin = new RecordOrigin(_listener, Encoding.UTF8.GetBytes(path));
    }

    /// <summary>
    /// Looks whether there is more, and whether the file was truncated or written anew since. Returns whether to read; the
    /// line that was waiting when it was truncated is handed out.
    /// </summary>
    public bool Look(long now, out byte[] orphan, out bool truncated)
    {
        orphan = [];
        truncated = false;
        if (Posix.StatusOf(_handle) is not { } status)
            return false;
        if (status.Size == _seenSize && status.ModifiedAt == _seenModified)
            return false;
        _seenSize = status.Size;
        _seenModified = status.ModifiedAt;
        if (status.Size < Offset + _partial.Length || !IsAnchored())
        {
            truncated = true;
            orphan = _partial;
            _partial = [];
            _anchor = [];
            Offset = 0;
            Epoch++;
        }

        if (status.Size <= Offset + _partial.Length)
            return false;
        GrownAt = now;
        return true;
    }

    /// <summary>Makes the next look read again, though nothing may have changed since.</summary>
    public void LookAgain() => _seenSize = -1;

    /// <summary>Reads into the buffer what lies at the offset: the waiting line first. Returns the length.</summary>
    public int Read(Span<byte> buffer)
    {
        _partial.CopyTo(buffer);
        return _partial.Length + RandomAccess.Read(_handle, buffer[_partial.Length..], Offset + _partial.Length);
    }

    /// <summary>Notes that lines were taken up to an offset, and what stays behind it.</summary>
    public void Advance(long offset, ReadOnlySpan<byte> rest)
    {
        Offset = offset;
        if (rest.IsEmpty)
            _partial = [];
        else
            _partial = rest.ToArray();
    }

    /// <summary>Notes the last line that was taken.</summary>
    public void SetAnchor(ReadOnlySpan<byte> line, long offset) => (_anchorAt, _anchor) = AnchorOf(line, offset);

    /// <summary>Takes the waiting line as it is.</summary>
    public byte[] TakePartial()
    {
        byte[] partial = _partial;
        _partial = [];
        return partial;
    }

    public FileLineName NameOf(long offset, long next) => new(Inode, BornAt, Epoch, offset, next);

    public void Dispose() => _handle.Dispose();

    private bool IsAnchored()
    {
        if (_anchor.Length == 0)
            return true;
        Span<byte> there = stackalloc byte[LongestAnchor];
        there = there[.._anchor.Length];
        return RandomAccess.Read(_handle, there, _anchorAt) == there.Length && there.SequenceEqual(_anchor);
    }
}
