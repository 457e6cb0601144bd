using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SocCollector.Spool;

/// <summary>What .NET has no call for: flushing a folder, and who a file is.</summary>
internal static partial class Posix
{
    private const int CloseOnExec = 0x80000;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7FF;
    private const uint BirthTime = 0x800;
    private const int CurrentDirectory = -100;

    /// <summary>Flushes a folder, so that a file made in it is still there after a power loss.</summary>
    public static void FlushFolder(string folder)
    {
        int handle = Open(folder, CloseOnExec);
        if (handle < 0)
            throw new IOException($"The folder '{folder}' cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        int result = Flush(handle);
        string error = result == 0 ? "" : Marshal.GetLastPInvokeErrorMessage();
        _ = Close(handle);
        if (result != 0)
            throw new IOException($"The folder '{folder}' cannot be flushed: {error}.");
    }

    /// <summary>Who an open file is; null when the system does not say.</summary>
    public static FileStatus? StatusOf(SafeFileHandle handle)
    {
        Span<byte> buffer = stackalloc byte[256];
        return Statx((int)handle.DangerousGetHandle(), "", EmptyPath, BasicStats | BirthTime, buffer) == 0 ? Read(buffer) : null;
    }

    /// <summary>Who the file at a path is, links followed; null when there is none.</summary>
    public static FileStatus? StatusOf(string path)
    {
        Span<byte> buffer = stackalloc byte[256];
        return Statx(CurrentDirectory, path, 0, BasicStats | BirthTime, buffer) == 0 ? Read(buffer) : null;
    }

    /// <summary>The kernel's <c>struct statx</c>, which is the same on every architecture.</summary>
    private static FileStatus Read(ReadOnlySpan<byte> statx)
    {
        uint mask = BinaryPrimitives.ReadUInt32LittleEndian(statx);
        ulong inode = BinaryPrimitives.ReadUInt64LittleEndian(statx[0x20..]);
        long size = BinaryPrimitives.ReadInt64LittleEndian(statx[0x28..]);
        ushort mode = BinaryPrimitives.ReadUInt16LittleEndian(statx[0x1C..]);
        long birth = (mask & BirthTime) == 0 ? 0 : Milliseconds(statx[0x50..]);
        long modified = Milliseconds(statx[0x70..]);
        ulong device = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(statx[0x88..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(statx[0x8C..]);
        return new FileStatus(device, inode, birth, size, modified, (mode & 0xF000) == 0x8000);
    }

    private static long Milliseconds(ReadOnlySpan<byte> time) =>
        (BinaryPrimitives.ReadInt64LittleEndian(time) * 1000) + (BinaryPrimitives.ReadUInt32LittleEndian(time[8..]) / 1_000_000);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> buffer);
}
