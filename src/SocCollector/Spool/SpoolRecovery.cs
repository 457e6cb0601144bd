using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SocCollector.Spool;

/// <summary>
/// What is found on disk at start. Each segment is read once; the last one is cut behind its last intact record, for what
/// lies there was never acknowledged. A recovered segment is not written to again.
/// </summary>
internal static class SpoolRecovery
{
    /// <summary>The segments of a folder in order, up to where they are good, the spool's key (0 when none is known), and the next free segment number.</summary>
    public static (List<Segment> Segments, ulong Key, DurableMark End, long NextNumber) Run(string folder, short spool)
    {
        List<Segment> segments = [];
        ulong key = 0;
        long nextNumber = 1;
        foreach (string path in Directory.EnumerateFiles(folder, "segment-*.spool").Order(StringComparer.Ordinal))
        {
            nextNumber = Math.Max(nextNumber, NumberOf(path) + 1);
            if (!TryReadHeader(path, out SegmentHeader header))
            {
                // The program died between making the file and flushing its header: no record was acknowledged from it.
                SetAside(path);
                continue;
            }

            if (header.Spool != spool)
                throw new InvalidDataException($"Spool segment '{path}' belongs to spool {header.Spool}, and the settings say {spool}. Set Collector:Spool:Id to {header.Spool}, or give this collector an empty folder.");
            key = header.Key;
            segments.Add(new Segment(header.Number, header.FirstSequence, path));
        }

        while (segments.Count > 0)
        {
            Segment newest = segments[^1];
            (long end, long last) = FindEnd(newest);
            Cut(newest.Path, end);
            if (last >= newest.FirstSequence)
                return (segments, key, new DurableMark(newest.Number, end, last, 0), nextNumber);
            File.Delete(newest.Path);
            segments.RemoveAt(segments.Count - 1);
            if (segments.Count == 0)
                return (segments, key, new DurableMark(0, 0, newest.FirstSequence - 1, 0), nextNumber);
        }

        return (segments, key, new DurableMark(0, 0, 0, 0), nextNumber);
    }

    /// <summary>The end of the last intact record of a segment, and its sequence.</summary>
    public static (long End, long LastSequence) FindEnd(Segment segment)
    {
        using SafeFileHandle handle = File.OpenHandle(segment.Path);
        long length = RandomAccess.GetLength(handle);
        byte[] all = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max(length, 1)));
        try
        {
            int read = ReadAll(handle, all.AsSpan(0, (int)length));
            ReadOnlySpan<byte> bytes = all.AsSpan(0, read);
            long end = SegmentHeader.Length;
            long last = segment.FirstSequence - 1;
            for (int at = SegmentHeader.Length; at + RecordLayout.HeaderLength <= bytes.Length;)
            {
                int total = IntactAt(bytes[at..]);
                long sequence = total > 0 ? BinaryPrimitives.ReadInt64LittleEndian(bytes[(at + 8)..]) : 0;
                if (sequence <= last)
                {
                    at += 8;
                    continue;
                }

                at += total;
                end = at;
                last = sequence;
            }

            return (end, last);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(all);
        }
    }

    /// <summary>Total length of the intact record that begins here; 0 when none does.</summary>
    private static int IntactAt(ReadOnlySpan<byte> bytes)
    {
        int payload = RecordLayout.PayloadLength(bytes[..RecordLayout.HeaderLength]);
        if (payload < 0)
            return 0;
        int total = RecordLayout.TotalLength(payload);
        return total <= bytes.Length && RecordLayout.IsIntact(bytes[..RecordLayout.HeaderLength], bytes.Slice(RecordLayout.HeaderLength, payload)) ? total : 0;
    }

    private static int ReadAll(SafeFileHandle handle, Span<byte> into)
    {
        int read = 0;
        while (read < into.Length)
        {
            int n = RandomAccess.Read(handle, into[read..], read);
            if (n == 0)
                break;
            read += n;
        }

        return read;
    }

    private static bool TryReadHeader(string path, out SegmentHeader header)
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        Span<byte> bytes = stackalloc byte[SegmentHeader.Length];
        return SegmentHeader.TryRead(bytes[..ReadAll(handle, bytes)], out header);
    }

    private static void Cut(string path, long end)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        if (RandomAccess.GetLength(handle) == end)
            return;
        RandomAccess.SetLength(handle, end);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>A file without a readable header is kept for a person to look at, unless it holds nothing.</summary>
    private static void SetAside(string path)
    {
        if (new FileInfo(path).Length <= SegmentHeader.Length || IsBlank(path))
            File.Delete(path);
        else
            File.Move(path, path + ".damaged", overwrite: true);
    }

    private static bool IsBlank(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        byte[] block = new byte[64 * 1024];
        for (long at = 0; ;)
        {
            int read = RandomAccess.Read(handle, block, at);
            if (read == 0)
                return true;
            if (block.AsSpan(0, read).ContainsAnyExcept((byte)0))
                return false;
            at += read;
        }
    }

    private static long NumberOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan("segment-".Length), System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : 0;
}
