using System.Text.Json;
using SocCollector.Spool;

namespace SocCollector.Listeners;

/// <summary>
/// The positions of a file listener, kept beside the spool with the sequence up to which they include the spool's records.
/// What was spooled behind that sequence is read from the spool at start, so a crash neither loses nor doubles a line.
/// </summary>
/// <param name="Sequence">Records of the spool up to here are in the positions.</param>
/// <param name="Files">The positions.</param>
internal sealed record TailState(long Sequence, IReadOnlyList<TailPosition> Files)
{
    /// <summary>Reads the state of a listener, brought up to date from the spool.</summary>
    public static TailState Load(string path, LogSpool spool, ushort listener)
    {
        TailState saved = File.Exists(path)
            ? JsonSerializer.Deserialize<TailState>(File.ReadAllBytes(path)) ?? new TailState(0, [])
            : new TailState(0, []);
        Dictionary<(ulong, long), TailPosition> files = [];
        foreach (TailPosition position in saved.Files)
            files[(position.Inode, position.BornAt)] = position;
        using SpoolReader reader = new(spool, saved.Sequence);
        while (reader.TryRead(out SpoolRecord record, out SpoolDamage? damage))
        {
            if (damage is null && record.Listener == listener && record.Kind == RecordKind.FileLine && FileLineName.TryRead(record.Name, out FileLineName name))
                Advance(files, name, record);
        }

        return new TailState(spool.Durable.Sequence, [.. files.Values]);
    }

    public void Save(string path) => AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this));

    private static void Advance(Dictionary<(ulong, long), TailPosition> files, FileLineName name, in SpoolRecord record)
    {
        files.TryGetValue((name.Inode, name.BornAt), out TailPosition? known);
        if (known is not null && (known.Epoch > name.Epoch || (known.Epoch == name.Epoch && known.Offset >= name.Next)))
            return;
        (long at, byte[] anchor) = TailFile.AnchorOf(record.Bytes, name.Offset);
        string path = System.Text.Encoding.UTF8.GetString(record.Peer);
        files[(name.Inode, name.BornAt)] = new TailPosition(path, name.Inode, name.BornAt, name.Epoch, name.Next, at, anchor, known?.SeenAt ?? record.ReceivedAt);
    }
}
