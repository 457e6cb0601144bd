using System.Text.Json;

namespace SocStore.Elastic.Foreign;

/// <summary>
/// How many documents of a feed were evaluated, by the second in the near time and by the minute before it. Times are seconds
/// since 1970. It is all that is kept of what was read: a bucket in which the server counts another number is read again.
/// </summary>
internal sealed class ForeignCounts
{
    /// <summary>The seconds of a bucket of the far time.</summary>
    public const long Minute = 60;

    /// <summary>The near time begins here, at a whole minute.</summary>
    public long From { get; set; }

    /// <summary>When the far time was compared last.</summary>
    public long Reconciled { get; set; }

    /// <summary>Documents without any time, as of then.</summary>
    public long Untimed { get; set; }

    /// <summary>Second → documents.</summary>
    public Dictionary<long, long> Near { get; } = [];

    /// <summary>Begin of a minute → documents.</summary>
    public Dictionary<long, long> Far { get; } = [];

    /// <summary>Sets a bucket.</summary>
    public static void Set(Dictionary<long, long> buckets, long at, long count)
    {
        if (count == 0)
            buckets.Remove(at);
        else
            buckets[at] = count;
    }

    /// <summary>The near time begins later: what lies before becomes minutes, and minutes before the other bound are forgotten.</summary>
    public void Settle(long from, long oldest)
    {
        foreach ((long second, long count) in Near.Where(b => b.Key < from).ToList())
        {
            Near.Remove(second);
            long minute = second - (second % Minute);
            Far[minute] = Far.GetValueOrDefault(minute) + count;
        }

        foreach (long minute in Far.Keys.Where(m => m < oldest).ToList())
            Far.Remove(minute);
        From = from;
    }

    /// <summary>The near time as a document.</summary>
    public string WriteNear() => JsonSerializer.Serialize(new { from = From, counts = Packed(Near, From, 1) });

    /// <summary>The far time as a document.</summary>
    public string WriteFar()
    {
        long from = Far.Count == 0 ? 0 : Far.Keys.Min();
        return JsonSerializer.Serialize(new { from, reconciled = Reconciled, untimed = Untimed, counts = Packed(Far, from, Minute) });
    }

    /// <summary>Reads both back; null when there are none.</summary>
    public static ForeignCounts? Read(string? near, string? far)
    {
        if (near is null || far is null)
            return null;
        using JsonDocument nearDocument = JsonDocument.Parse(near);
        using JsonDocument farDocument = JsonDocument.Parse(far);
        ForeignCounts counts = new()
        {
            From = nearDocument.RootElement.GetProperty("from").GetInt64(),
            Reconciled = farDocument.RootElement.GetProperty("reconciled").GetInt64(),
            Untimed = farDocument.RootElement.GetProperty("untimed").GetInt64(),
        };
        Unpack(nearDocument.RootElement, counts.Near, 1);
        Unpack(farDocument.RootElement, counts.Far, Minute);
        // The two are committed together, but the far one only when it changed: a minute of both would count twice.
        foreach (long minute in counts.Far.Keys.Where(m => m >= counts.From).ToList())
            counts.Far.Remove(minute);
        return counts;
    }

    /// <summary>Steps from the bucket before, and counts, in turn: short, for there may be a bucket a second.</summary>
    private static List<long> Packed(Dictionary<long, long> buckets, long from, long width)
    {
        List<long> packed = new(buckets.Count * 2);
        long last = from;
        foreach ((long at, long count) in buckets.OrderBy(static b => b.Key))
        {
            packed.Add((at - last) / width);
            packed.Add(count);
            last = at;
        }

        return packed;
    }

    private static void Unpack(JsonElement document, Dictionary<long, long> buckets, long width)
    {
        long at = document.GetProperty("from").GetInt64();
        JsonElement counts = document.GetProperty("counts");
        for (int i = 0; i + 1 < counts.GetArrayLength(); i += 2)
        {
            at += counts[i].GetInt64() * width;
            buckets[at] = counts[i + 1].GetInt64();
        }
    }
}
