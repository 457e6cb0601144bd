using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using SocCore.Events;

namespace SocCollector.Sources.Testing;

/// <summary>
/// Normalizes the lines of a stream without a store: ECS documents out, one a line; lines that cannot be read to a second
/// stream, with the reason. Memory does not grow with the input.
/// </summary>
public sealed class LineNormalizer(SourceCatalog catalog, TimeProvider time)
{
    /// <summary>The longest line; what is longer counts as unreadable.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <summary>Reads all lines. <paramref name="source"/> is a source's id, or <c>auto</c>; <paramref name="path"/> is the file's name, which claims may look at.</summary>
    /// <exception cref="KeyNotFoundException">There is no such source.</exception>
    public async Task<NormalizeSummary> RunAsync(string source, string path, Stream input, Stream output, Stream? rejected, CancellationToken cancel)
    {
        using Pass pass = new(source == "auto" ? catalog.NewNormalizer() : catalog.NewNormalizer(source), path, time, PipeWriter.Create(output), rejected is null ? null : PipeWriter.Create(rejected));
        PipeReader reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 256 * 1024));
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancel);
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                pass.Line(buffer.Slice(0, end), whole: true);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > LongestLine || (read.IsCompleted && buffer.Length > 0))
            {
                pass.Line(buffer, whole: read.IsCompleted);
                buffer = buffer.Slice(buffer.End);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            await pass.FlushAsync(cancel);
            if (read.IsCompleted)
                return await pass.EndAsync();
        }
    }

    private sealed class Pass(INormalizer normalizer, string path, TimeProvider time, PipeWriter output, PipeWriter? rejected) : IDisposable
    {
        private readonly EventBatchBuilder _builder = new();
        private long _offset;
        private long _lines;
        private long _events;
        private long _unclaimed;
        private long _dead;
        private long _filtered;

        public void Line(in ReadOnlySequence<byte> line, bool whole)
        {
            if (line.IsSingleSegment)
            {
                One(line.FirstSpan, whole);
            }
            else
            {
                byte[] rented = ArrayPool<byte>.Shared.Rent((int)line.Length);
                line.CopyTo(rented);
                One(rented.AsSpan(0, (int)line.Length), whole);
                ArrayPool<byte>.Shared.Return(rented);
            }

            _offset += line.Length + 1;
        }

        public async ValueTask FlushAsync(CancellationToken cancel)
        {
            await output.FlushAsync(cancel);
            if (rejected is not null)
                await rejected.FlushAsync(cancel);
        }

        public async ValueTask<NormalizeSummary> EndAsync()
        {
            await output.CompleteAsync();
            if (rejected is not null)
                await rejected.CompleteAsync();
            return new NormalizeSummary(_lines, _events, _unclaimed, _dead, _filtered);
        }

        public void Dispose() => _builder.Dispose();

        private void One(ReadOnlySpan<byte> line, bool whole)
        {
            _lines++;
            long now = time.GetUtcNow().UtcTicks;
            _builder.Begin();
            NormalizeResult result = whole
                ? normalizer.Normalize(line, new RecordContext(path, "file", "file", now, _offset), _builder)
                : new NormalizeResult(NormalizeFate.Dead, now, -1, "unassigned", "framing", $"The line is longer than {LongestLine} bytes.");
            if (result.Fate is NormalizeFate.Event or NormalizeFate.Unclaimed)
            {
                _builder.Commit(EventId.OfPosition(now / TimeSpan.TicksPerMillisecond, 0, _lines), 0, _lines, result.Timestamp, now);
                using EventBatch batch = _builder.Build();
                batch[0].WriteJson(output);
                output.Write("\n"u8);
                _events += result.Fate == NormalizeFate.Event ? 1 : 0;
                _unclaimed += result.Fate == NormalizeFate.Unclaimed ? 1 : 0;
                return;
            }

            _builder.Abandon();
            if (result.Fate == NormalizeFate.Filtered)
            {
                _filtered++;
                return;
            }

            _dead++;
            if (rejected is null)
                return;
            using (Utf8JsonWriter writer = new(rejected))
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", _lines);
                writer.WriteString("stage", result.Stage);
                writer.WriteString("reason", result.Reason);
                writer.WriteString("original", TextForm.ToNfc(line));
                writer.WriteEndObject();
            }

            rejected.Write("\n"u8);
        }
    }
}
