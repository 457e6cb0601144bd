using SocCollector.Formats;
using SocCollector.Sources.Mapping;
using SocCore.Events;

namespace SocCollector.Sources;

/// <summary>Adds what every event has, whatever its source: times, where it came from, the line itself.</summary>
internal static class RecordFields
{
    private static readonly byte[][] Qualities = ["receipt"u8.ToArray(), "inferred_year"u8.ToArray(), "inferred_tz"u8.ToArray(), "source"u8.ToArray()];

    /// <summary>Adds them and returns the event's time.</summary>
    public static long Write(long timestamp, TimeQuality quality, long lead, in Entry entry, PeerFacts peer, in RecordContext context, EventBatchBuilder builder)
    {
        if (timestamp > context.ReceivedAt + lead)
        {
            builder.AddTime(EcsField.CityTimeClaimed, timestamp);
            builder.AddText(EcsField.Tags.Id, "time_future"u8);
            timestamp = context.ReceivedAt;
            quality = TimeQuality.Receipt;
        }

        builder.AddTime(EcsField.Timestamp, timestamp);
        builder.AddTime(EcsField.EventCreated, context.ReceivedAt);
        builder.Add(EcsField.CityTimeQuality.Id, builder.Copy(Qualities[(int)quality]), ValueKind.Text);
        if (entry.Line.Length > 0)
            builder.Add(EcsField.EventOriginal.Id, new TextRange(entry.LineBase, entry.Line.Length), ValueKind.Text);
        if (peer.IsFile)
        {
            builder.Add(EcsField.LogFilePath.Id, builder.Copy(peer.Utf8Peer), ValueKind.Text);
            if (context.FileOffset >= 0)
                builder.AddInteger(EcsField.LogOffset, context.FileOffset);
        }
        else if (peer.Utf8Peer.Length > 0)
        {
            builder.Add(EcsField.LogSourceAddress.Id, builder.Copy(peer.Utf8Peer), ValueKind.Text);
        }

        if (entry.Repaired)
            builder.AddText(EcsField.Tags.Id, "invalid_utf8"u8);
        return timestamp;
    }

    /// <summary>A claim of ownership in the line is kept only where it differs from what is so.</summary>
    public static void SettleClaimedAgency(EventBatchBuilder builder, Owner owner)
    {
        foreach (FieldSlot slot in builder.Open)
        {
            if (slot.FieldId != EcsField.SocClaimedAgency.Id)
                continue;
            ReadOnlySpan<byte> claimed = builder.TextOf(new TextRange(slot.Offset, slot.Length));
            if (System.Text.Encoding.UTF8.GetString(claimed) == owner.Agency)
                builder.Remove(EcsField.SocClaimedAgency.Id);
            return;
        }
    }
}
