using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocStore.Elastic.Events;

/// <summary>
/// How far a spool is published, and the latest publications with their counts, by which a reader sees whether a range is
/// visible as a whole.
/// </summary>
internal sealed record SpoolProgress(short Spool, IReadOnlyList<SpoolMark> Marks)
{
    private const int MostMarks = 256;
    private const long MarkLife = 120_000;

    /// <summary>Everything up to here has its final fate.</summary>
    public long Position => Marks.Count == 0 ? 0 : Marks[^1].Position;

    /// <summary>Events stored since the spool began.</summary>
    public long Total => Marks.Count == 0 ? 0 : Marks[^1].Total;

    /// <summary>The latest mark at or before a position; null when it lies before all that are kept.</summary>
    public SpoolMark? MarkAt(long position)
    {
        for (int i = Marks.Count - 1; i >= 0; i--)
        {
            if (Marks[i].Position <= position)
                return Marks[i];
        }

        return null;
    }

    /// <summary>With one more publication; what is older than two minutes was visible long ago and goes.</summary>
    public SpoolProgress With(SpoolMark mark)
    {
        List<SpoolMark> marks = [.. Marks.Where(m => mark.At - m.At < MarkLife && m.Position < mark.Position).TakeLast(MostMarks - 1), mark];
        // The beginning of the spool is a mark of its own: before it nothing is stored.
        if (Marks.Count == 0 && mark.Position > 0)
            marks.Insert(0, new SpoolMark(0, 0, mark.At));
        return new SpoolProgress(Spool, marks);
    }

    public JsonObject ToJson(DateTimeOffset at) => new()
    {
        ["spool"] = Spool,
        ["position"] = Position,
        ["stored"] = Total,
        ["at"] = SocCore.Events.Rfc3339.Format(at),
        ["marks"] = new JsonObject { ["list"] = new JsonArray([.. Marks.Select(static m => (JsonNode)new JsonArray(m.Position, m.Total, m.At))]) },
    };

    public static SpoolProgress Read(JsonElement source) => new(
        source.GetProperty("spool").GetInt16(),
        [.. source.GetProperty("marks").GetProperty("list").EnumerateArray().Select(static m => new SpoolMark(m[0].GetInt64(), m[1].GetInt64(), m[2].GetInt64()))]);
}
