using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocStore.Cases;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Cases;

/// <summary>
/// Makes many documents change together on a server without transactions. The exchange of one small document, the head,
/// is the commit, and it carries the documents to write; who finds that they are not written yet, writes them. They are
/// written under growing versions, so it does not matter how often, by whom, or how late.
/// </summary>
internal sealed partial class CaseJournal(ElasticGateway gateway, TimeProvider time, ILoggerFactory loggers)
{
    private const string HeadId = "head";
    private const string AppliedId = "applied";
    private const string Parts = "part-";

    /// <summary>What a head carries itself; more goes into documents beside it.</summary>
    private const int MostInHead = 256 << 10;

    private const int MostInPart = 4 << 20;

    private readonly ILogger _logger = loggers.CreateLogger<CaseJournal>();
    private readonly CaseBulk _bulk = new(gateway);
    private readonly string _state = gateway.Options.IndexPrefix + CaseIndices.StateName;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _refreshed = [];
    private long _applied;

    /// <summary>The head now, everything that it and those before it decided being written.</summary>
    public async ValueTask<HeadAt> ReadAsync(CancellationToken cancel)
    {
        ElasticRequest request = ElasticRequest.Post($"{_state}/_mget", """{"docs":[{"_id":"head","_source":{"excludes":["doc.pending"]}},{"_id":"applied"}]}"""u8.ToArray());
        using ElasticResponse answer = await gateway.SendAsync(request, cancel).ConfigureAwait(false);
        JsonElement documents = answer.Root.GetProperty("docs");
        if (Head(documents[0]) is not { } head)
            return new HeadAt(new CaseHead(), -1, -1);
        long applied = documents[1].TryGetProperty("_version", out JsonElement version) ? version.GetInt64() : 0;
        if (head.Head.Written > Math.Max(applied, Interlocked.Read(ref _applied)))
            await CompleteAsync(cancel).ConfigureAwait(false);
        return head;
    }

    /// <summary>The head now, whether or not what it decided is written.</summary>
    public async ValueTask<HeadAt> PeekAsync(CancellationToken cancel)
    {
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"{_state}/_doc/{HeadId}?_source_excludes=doc.pending").Expecting(404), cancel).ConfigureAwait(false);
        return (answer.Root.TryGetProperty("found", out _) ? Head(answer.Root) : null) ?? new HeadAt(new CaseHead(), -1, -1);
    }

    /// <summary>Makes everything that was committed up to a head visible to searches of an index.</summary>
    public async ValueTask ShowAsync(string index, HeadAt head, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_refreshed.GetValueOrDefault(index) >= head.Head.Written)
                return;
        }

        using (await gateway.SendAsync(ElasticRequest.Post($"{gateway.Options.IndexPrefix}{index}/_refresh"), cancel).ConfigureAwait(false))
        {
            lock (_gate)
                _refreshed[index] = Math.Max(_refreshed.GetValueOrDefault(index), head.Head.Written);
        }
    }

    /// <summary>
    /// Commits: exchanges the head that was read for the next and writes the documents. False when somebody else exchanged
    /// it first; then nothing happened.
    /// </summary>
    public async ValueTask<bool> TryCommitAsync(HeadAt read, CaseHead next, IReadOnlyList<PendingDocument> documents, CancellationToken cancel)
    {
        string name = Guid.CreateVersion7(time.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);
        bool isLarge = documents.Sum(static d => (long)d.Source.Length) > MostInHead;
        next = next with
        {
            Commit = read.Head.Commit + 1,
            Written = documents.Count > 0 ? read.Head.Commit + 1 : read.Head.Written,
            Recent = [.. read.Head.Recent.TakeLast(CaseHead.MostRecent - 1), name],
            Parts = isLarge ? await WritePartsAsync(name, documents, cancel).ConfigureAwait(false) : [],
        };
        if (!await ExchangeAsync(read, next, isLarge ? [] : documents, name, cancel).ConfigureAwait(false))
        {
            await DropPartsAsync(next.Parts, cancel).ConfigureAwait(false);
            return false;
        }

        if (documents.Count == 0)
            return true;
        try
        {
            await ApplyAsync(next, documents, cancel).ConfigureAwait(false);
        }
        catch (ElasticException e) when (e.IsOutage)
        {
            Log.Unwritten(_logger, next.Commit, documents.Count, e.Message);
        }

        return true;
    }

    /// <summary>Parts of commits that began before that time and were never made: a commit takes seconds.</summary>
    public static DslQuery Orphans(DateTimeOffset before) => DslQuery.Range(
        "name", null, ("gte", Parts), ("lt", string.Create(CultureInfo.InvariantCulture, $"{Parts}{before.ToUnixTimeMilliseconds():x12}")));

    /// <summary>Writes what the present head decided, as another process may have stopped before it did.</summary>
    private async Task CompleteAsync(CancellationToken cancel)
    {
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"{_state}/_doc/{HeadId}"), cancel).ConfigureAwait(false);
        CaseHead head = Head(answer.Root)!.Head;
        // Whoever exchanged the head for one that writes nothing has seen to it that all before is written.
        if (head.Written < head.Commit)
            return;
        List<PendingDocument> documents = [.. Pending(answer.Root)];
        foreach (string part in head.Parts)
        {
            using ElasticResponse more = await gateway.SendAsync(ElasticRequest.Get($"{_state}/_doc/{part}").Expecting(404), cancel).ConfigureAwait(false);
            // Whoever deletes a part has written it.
            if (more.IsSuccess)
                documents.AddRange(Pending(more.Root));
        }

        await ApplyAsync(head, documents, cancel).ConfigureAwait(false);
    }

    private async Task ApplyAsync(CaseHead head, IReadOnlyList<PendingDocument> documents, CancellationToken cancel)
    {
        await _bulk.WriteAsync(documents, cancel).ConfigureAwait(false);
        PendingDocument mark = new(CaseIndices.StateName, AppliedId, head.Written, CaseDocuments.Write("{}", static w => w.WriteString("name", AppliedId)));
        await _bulk.WriteAsync([mark], cancel).ConfigureAwait(false);
        await DropPartsAsync(head.Parts, cancel).ConfigureAwait(false);
        long known;
        while ((known = Interlocked.Read(ref _applied)) < head.Written && Interlocked.CompareExchange(ref _applied, head.Written, known) != known)
        {
        }
    }

    private async Task<bool> ExchangeAsync(HeadAt read, CaseHead next, IReadOnlyList<PendingDocument> documents, string name, CancellationToken cancel)
    {
        ReadOnlyMemory<byte> source = CaseDocuments.Write(WithPending(StoredJson.Write(next), documents), static w => w.WriteString("name", HeadId));
        string path = read.SequenceNumber < 0
            ? $"{_state}/_create/{HeadId}"
            : string.Create(CultureInfo.InvariantCulture, $"{_state}/_doc/{HeadId}?if_seq_no={read.SequenceNumber}&if_primary_term={read.PrimaryTerm}");
        try
        {
            using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Put(path, source).Once().Expecting(409), cancel).ConfigureAwait(false);
            return answer.IsSuccess;
        }
        catch (ElasticException e) when (e.Failure is ElasticFailure.Unreachable or ElasticFailure.Busy or ElasticFailure.Broken)
        {
            // The answer was lost, perhaps not the exchange: the head itself tells.
            HeadAt now = await PeekAsync(cancel).ConfigureAwait(false);
            if (now.Head.Recent.Contains(name))
                return true;
            if (now.Head.Commit == read.Head.Commit)
                throw;
            return false;
        }
    }

    private async Task<IReadOnlyList<string>> WritePartsAsync(string name, IReadOnlyList<PendingDocument> documents, CancellationToken cancel)
    {
        List<string> parts = [];
        for (int first = 0; first < documents.Count;)
        {
            int end = first;
            for (int bytes = 0; end < documents.Count && (end == first || bytes + documents[end].Source.Length < MostInPart); end++)
                bytes += documents[end].Source.Length;
            string id = string.Create(CultureInfo.InvariantCulture, $"{Parts}{name}-{parts.Count}");
            ReadOnlyMemory<byte> source = CaseDocuments.Write(WithPending("{}", [.. documents.Skip(first).Take(end - first)]), w => w.WriteString("name", id));
            using (await gateway.SendAsync(ElasticRequest.Put($"{_state}/_doc/{id}", source), cancel).ConfigureAwait(false))
                parts.Add(id);
            first = end;
        }

        return parts;
    }

    private async Task DropPartsAsync(IReadOnlyList<string> parts, CancellationToken cancel)
    {
        foreach (string part in parts)
        {
            using (await gateway.SendAsync(ElasticRequest.Delete($"{_state}/_doc/{part}").Expecting(404), cancel).ConfigureAwait(false))
            {
            }
        }
    }

    private static HeadAt? Head(JsonElement document)
    {
        if (!document.TryGetProperty("found", out JsonElement found) || !found.GetBoolean())
            return null;
        CaseHead head = StoredJson.Read<CaseHead>(document.GetProperty("_source").GetProperty("doc").GetRawText());
        return new HeadAt(head, document.GetProperty("_seq_no").GetInt64(), document.GetProperty("_primary_term").GetInt64());
    }

    private static IEnumerable<PendingDocument> Pending(JsonElement document)
    {
        if (!document.GetProperty("_source").GetProperty("doc").TryGetProperty("pending", out JsonElement pending))
            yield break;
        foreach (JsonElement one in pending.EnumerateArray())
        {
            yield return new PendingDocument(
                one.GetProperty("index").GetString()!,
                one.GetProperty("id").GetString()!,
                one.GetProperty("version").GetInt64(),
                JsonSerializer.SerializeToUtf8Bytes(one.GetProperty("source"), ElasticJson.Options));
        }
    }

    /// <summary>The object with the documents as one more member.</summary>
    private static string WithPending(string json, IReadOnlyList<PendingDocument> documents)
    {
        if (documents.Count == 0)
            return json;
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, ElasticJson.Writer))
        {
            writer.WriteStartObject();
            using (JsonDocument members = JsonDocument.Parse(json))
            {
                foreach (JsonProperty member in members.RootElement.EnumerateObject())
                    member.WriteTo(writer);
            }

            writer.WriteStartArray("pending");
            foreach (PendingDocument document in documents)
            {
                writer.WriteStartObject();
                writer.WriteString("index", document.Index);
                writer.WriteString("id", document.Id);
                writer.WriteNumber("version", document.Version);
                writer.WritePropertyName("source");
                writer.WriteRawValue(document.Source.Span, skipInputValidation: true);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.CommitUnwritten, LogLevel.Warning, "Commit {Commit} stands, but its {Documents} documents are not written yet: {Reason} Whoever reads next writes them.")]
        public static partial void Unwritten(ILogger logger, long commit, int documents, string reason);
    }
}
