using System.Buffers;
using System.Globalization;
using System.Text.Json;
using SocCollector.Listeners;
using SocCore.Events;
using SocCore.Storage;

namespace SocCollector.Pipeline;

/// <summary>
/// Writes an event when the kernel begins to drop datagrams at a listener, and one when it has stopped (dataset
/// <c>soc.source</c>): lines that are lost are known to be lost. Not for several threads.
/// </summary>
internal sealed class DropWatch(TimeProvider time)
{
    private static readonly TimeSpan CalmAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Drops> _listeners = new(StringComparer.Ordinal);

    /// <summary>Compares the counts with those of the last check; each change of state is a document for the spool.</summary>
    public IReadOnlyList<byte[]> Check(IReadOnlyList<ListenerStatus> listeners)
    {
        List<byte[]> documents = [];
        DateTimeOffset now = time.GetUtcNow();
        foreach (ListenerStatus listener in listeners)
        {
            if (listener.Counts.Dropped is not { } dropped)
                continue;
            if (!_listeners.TryGetValue(listener.Id, out Drops? drops))
                _listeners.Add(listener.Id, drops = new Drops());
            if (dropped > drops.Count)
            {
                if (drops.Began is null)
                {
                    drops.Began = now;
                    drops.Before = drops.Count;
                    documents.Add(Document(listener.Id, "udp.drops.began", now, now, dropped - drops.Before));
                }

                drops.Count = dropped;
                drops.LastAt = now;
            }
            else if (drops.Began is { } began && now - drops.LastAt >= CalmAfter)
            {
                documents.Add(Document(listener.Id, "udp.drops.ended", now, began, dropped - drops.Before));
                drops.Began = null;
            }
        }

        return documents;
    }

    private static byte[] Document(string listener, string action, DateTimeOffset now, DateTimeOffset began, long lost)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteString(EcsField.Timestamp.Name, Rfc3339.Format(now));
        json.WriteString(EcsField.EcsVersion.Name, EcsSchema.Version);
        json.WriteString(EcsField.EventCreated.Name, Rfc3339.Format(now));
        json.WriteString(EcsField.EventKind.Name, "state");
        json.WriteString(EcsField.EventModule.Name, "soc");
        json.WriteString(EcsField.EventDataset.Name, "soc.source");
        json.WriteString(EcsField.DataStreamDataset.Name, "soc.source");
        json.WriteString(EcsField.EventAction.Name, action);
        json.WriteString(EcsField.EventStart.Name, Rfc3339.Format(began));
        json.WriteNumber(EcsField.EventDuration.Name, (now - began).Ticks * 100);
        json.WriteString(EcsField.OrganizationId.Name, AgencyScope.CitySoc);
        json.WriteString(EcsField.CityTimeQuality.Name, "receipt");
        json.WriteString(EcsField.SocSource.Name, listener);
        json.WriteString(EcsField.Message.Name, string.Create(CultureInfo.InvariantCulture, $"the kernel dropped {lost} datagrams at listener '{listener}'"));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private sealed class Drops
    {
        public long Count { get; set; }

        public long Before { get; set; }

        public DateTimeOffset? Began { get; set; }

        public DateTimeOffset LastAt { get; set; }
    }
}
