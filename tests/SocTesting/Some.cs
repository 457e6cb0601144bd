using System.Text;
using SocCore.Events;

namespace SocTesting;

/// <summary>Events for tests, from JSON as people read it.</summary>
public static class Some
{
    /// <summary>A time that tests share.</summary>
    public static DateTimeOffset Time { get; } = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    /// <summary>A batch of one event a document; sequence from 1 in the order given, event time from @timestamp or <see cref="Time"/> plus one second each.</summary>
    public static EventBatch Batch(params string[] documents) => Batch(1, 1, documents);

    /// <summary>The same, on a spool and from a sequence.</summary>
    public static EventBatch Batch(short spool, long firstSequence, params string[] documents)
    {
        using EventBatchBuilder builder = new();
        for (int i = 0; i < documents.Length; i++)
        {
            long sequence = firstSequence + i;
            builder.Begin();
            EcsJsonReader.Read(Encoding.UTF8.GetBytes(documents[i]), builder);
            DateTimeOffset time = Time.AddSeconds(sequence);
            TextRange? stamp = null;
            foreach (FieldSlot slot in builder.Open)
            {
                if (slot.FieldId == EcsField.Timestamp.Id)
                    stamp = new TextRange(slot.Offset, slot.Length);
            }

            if (stamp is { } written)
                time = DateTimeOffset.Parse(Encoding.UTF8.GetString(builder.TextOf(written)), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
            else
                builder.AddTime(EcsField.Timestamp, time.UtcTicks);
            EventId id = EventId.OfPosition(time.ToUnixTimeMilliseconds(), (ulong)spool, sequence);
            builder.Commit(id, spool, sequence, time.UtcTicks, time.UtcTicks);
        }

        return builder.Build();
    }
}
