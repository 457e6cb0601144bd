using Benchmarks.Ingest;
using SocCore.Events;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;

namespace Benchmarks.Elastic;

/// <summary>The same events for every contender: as batches, as bodies of bulk requests, as lines for another sender.</summary>
internal sealed class CityDocuments
{
    private static readonly DateTimeOffset Start = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    private readonly CityEvents _events = new(Start);
    private readonly EventStreams _streams;
    private readonly EventDocument _document = new(new EventIndex(), DateOnly.FromDateTime(Start.UtcDateTime));

    public CityDocuments(ElasticOptions options) => _streams = new EventStreams(options);

    /// <summary>The next events, in batches as the collector hands them over.</summary>
    public List<EventBatch> Batches(int count) => [.. Parts(count, ElasticPlan.AppendSize).Select(_events.Next)];

    /// <summary>The next events as bodies, byte for byte those that the store sends.</summary>
    public List<byte[]> Bodies(int count, int size)
    {
        List<byte[]> bodies = [];
        foreach (int part in Parts(count, size))
        {
            using EventBatch batch = _events.Next(part);
            using BulkChunk chunk = new(only: null);
            for (int i = 0; i < batch.Count; i++)
                chunk.Add(batch[i], i, _streams.Of(batch[i]), _document);
            bodies.Add(chunk.Body.ToArray());
        }

        return bodies;
    }

    /// <summary>The next events as lines: stream, id and document between separators that none of them has.</summary>
    public byte[] Lines(int count, byte separator)
    {
        using MemoryStream lines = new();
        using ByteBuffer document = new(4096);
        foreach (int part in Parts(count, ElasticPlan.AppendSize))
        {
            using EventBatch batch = _events.Next(part);
            for (int i = 0; i < batch.Count; i++)
            {
                EventStream stream = _streams.Of(batch[i]);
                document.Clear();
                _document.Write(batch[i], stream, document);
                if (document.Span.IndexOfAny(separator, (byte)'\n') >= 0)
                    throw new InvalidOperationException($"A document has the separator '{(char)separator}'; choose another.");
                lines.Write(stream.Utf8Name);
                lines.WriteByte(separator);
                lines.Write(System.Text.Encoding.ASCII.GetBytes(batch[i].Id.ToString()));
                lines.WriteByte(separator);
                lines.Write(document.Span);
                lines.WriteByte((byte)'\n');
            }
        }

        return lines.ToArray();
    }

    private static IEnumerable<int> Parts(int count, int size)
    {
        for (int done = 0; done < count; done += size)
            yield return Math.Min(size, count - done);
    }
}
