using System.Buffers;
using System.Text.Json;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Cases;

/// <summary>Writes documents by bulk until each has its fate: written, or refused because it or a later one is there.</summary>
internal sealed class CaseBulk(ElasticGateway gateway)
{
    private const int MostBytes = 4 << 20;
    private const int MostTries = 8;

    public async Task WriteAsync(IReadOnlyList<PendingDocument> documents, CancellationToken cancel)
    {
        for (int first = 0; first < documents.Count;)
        {
            int end = first;
            for (int bytes = 0; end < documents.Count && (end == first || bytes + documents[end].Source.Length < MostBytes); end++)
                bytes += documents[end].Source.Length + 200;
            List<PendingDocument> left = [.. documents.Skip(first).Take(end - first)];
            for (int tries = 1; left.Count > 0; tries++)
            {
                if (tries > 1)
                    await Task.Delay(TimeSpan.FromMilliseconds(50 << tries), TimeProvider.System, cancel).ConfigureAwait(false);
                left = await SendAsync(left, tries == MostTries, cancel).ConfigureAwait(false);
            }

            first = end;
        }
    }

    /// <summary>What has to be sent again.</summary>
    private async Task<List<PendingDocument>> SendAsync(List<PendingDocument> documents, bool isLast, CancellationToken cancel)
    {
        // Each document may be written again without harm, and so may the request.
        ElasticRequest request = ElasticRequest.Lines("_bulk?filter_path=items.*.status,items.*.error.type,items.*.error.reason", Lines(documents)) with { MayRepeat = true };
        using ElasticResponse answer = await gateway.SendAsync(request, cancel).ConfigureAwait(false);
        List<PendingDocument> again = [];
        int at = 0;
        foreach (JsonElement item in answer.Root.GetProperty("items").EnumerateArray())
        {
            PendingDocument document = documents[at++];
            JsonElement outcome = item.EnumerateObject().First().Value;
            int status = outcome.GetProperty("status").GetInt32();
            if (status is < 300 or 409)
                continue;
            string type = outcome.GetProperty("error").GetProperty("type").GetString()!;
            if (isLast || ElasticException.Classify(status, type) != ElasticFailure.Busy)
                throw ElasticException.Of($"Writing {document.Index}/{document.Id}", status, outcome);
            again.Add(document);
        }

        return again;
    }

    private ReadOnlyMemory<byte> Lines(List<PendingDocument> documents)
    {
        ArrayBufferWriter<byte> lines = new(documents.Sum(static d => d.Source.Length + 200));
        using Utf8JsonWriter writer = new(lines, ElasticJson.Writer);
        foreach (PendingDocument document in documents)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("index");
            writer.WriteString("_index", gateway.Options.IndexPrefix + document.Index);
            writer.WriteString("_id", document.Id);
            writer.WriteNumber("version", document.Version);
            writer.WriteString("version_type", "external");
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.Flush();
            writer.Reset();
            lines.Write("\n"u8);
            lines.Write(document.Source.Span);
            lines.Write("\n"u8);
        }

        return lines.WrittenMemory;
    }
}
