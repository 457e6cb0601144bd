using System.Globalization;
using System.Text;
using System.Text.Json;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Events;

/// <summary>Counts over stored events: the server counts what the query is sure of, the matcher looks at the rest.</summary>
internal sealed class ElasticAggregates(StreamSearch search, EventIndex index)
{
    private const int MostValues = 10_000;

    public async Task<long> CountAsync(EventQuery query, AgencyScope scope, CancellationToken cancel)
    {
        EventFilter filter = new(query, scope, index);
        long count = await search.CountAsync(filter.Lower, cancel).ConfigureAwait(false);
        await search.ScanAsync(filter.Doubt, source => count += ConditionMatcher.Matches(query.Condition, source) ? 1 : 0, cancel).ConfigureAwait(false);
        return count;
    }

    public async Task<IReadOnlyList<HistogramBucket>> HistogramAsync(EventQuery query, TimeSpan step, AgencyScope scope, CancellationToken cancel)
    {
        long[] counts = new long[QueryRules.CountSteps(query, step)];
        if (counts.Length == 0)
            return [];
        EventFilter filter = new(query, scope, index);
        // A date histogram knows milliseconds; with finer steps the events are counted here.
        bool isWhole = step.Ticks % TimeSpan.TicksPerMillisecond == 0 && query.From.UtcTicks % TimeSpan.TicksPerMillisecond == 0;
        if (isWhole)
            await CountStepsAsync(filter.Lower, query.From, step, counts, cancel).ConfigureAwait(false);
        await search.ScanAsync(
            isWhole ? filter.Doubt : filter.Upper,
            source => counts[(source.Header.Timestamp - query.From.UtcTicks) / step.Ticks] += ConditionMatcher.Matches(query.Condition, source) ? 1 : 0,
            cancel).ConfigureAwait(false);
        return [.. counts.Select((n, i) => new HistogramBucket(query.From + (step * i), n))];
    }

    public async Task<IReadOnlyList<FieldCount>> TopAsync(EventQuery query, Field field, int limit, AgencyScope scope, CancellationToken cancel)
    {
        EventFilter filter = new(query, scope, index);
        TopValues top = new(field);
        IndexedField held = index.Of(field);
        if (held.As is IndexedAs.Nothing or IndexedAs.Text or IndexedAs.Double or IndexedAs.Date)
        {
            // Their terms are not their texts.
            await search.ScanAsync(filter.Upper, source => AddIfMet(query.Condition, source, top), cancel).ConfigureAwait(false);
            return top.First(limit);
        }

        DslQuery odd = DslQuery.Any([.. held.OddMarks.Select(static m => DslQuery.Term(m.Key, m.Value))]);
        await CountTermsAsync(filter.Sure(odd), held, top, cancel).ConfigureAwait(false);
        await search.ScanAsync(filter.Unsure(odd), source => AddIfMet(query.Condition, source, top), cancel).ConfigureAwait(false);
        return top.First(limit);
    }

    private static void AddIfMet(Condition condition, EcsEvent source, TopValues top)
    {
        if (ConditionMatcher.Matches(condition, source))
            top.Add(source);
    }

    private async Task CountStepsAsync(DslQuery query, DateTimeOffset from, TimeSpan step, long[] counts, CancellationToken cancel)
    {
        long start = (from.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMillisecond;
        long width = step.Ticks / TimeSpan.TicksPerMillisecond;
        using ElasticResponse answer = await search.RunAsync(
            query,
            0,
            body => WriteAggregation(body, "date_histogram", () =>
            {
                body.WriteString("field", "@timestamp");
                body.WriteString("fixed_interval", string.Create(CultureInfo.InvariantCulture, $"{width}ms"));
                body.WriteString("offset", string.Create(CultureInfo.InvariantCulture, $"{((start % width) + width) % width}ms"));
                body.WriteNumber("min_doc_count", 1);
            }),
            cancel).ConfigureAwait(false);
        foreach (JsonElement bucket in Buckets(answer))
            counts[(bucket.GetProperty("key").GetInt64() - start) / width] += bucket.GetProperty("doc_count").GetInt64();
    }

    /// <summary>Every value with its number of documents; a shard is asked for all of them, so that none is counted by guess.</summary>
    private async Task CountTermsAsync(DslQuery query, IndexedField held, TopValues top, CancellationToken cancel)
    {
        using ElasticResponse answer = await search.RunAsync(
            query,
            0,
            body => WriteAggregation(body, "terms", () =>
            {
                body.WriteString("field", held.Path);
                body.WriteNumber("size", MostValues);
                body.WriteNumber("shard_size", MostValues * 2);
                if (held.Key.Length > 0)
                    body.WriteString("include", LuceneLiteral(held.Key) + "(.|\n)*");
            }),
            cancel).ConfigureAwait(false);
        foreach (JsonElement bucket in Buckets(answer))
        {
            string value = bucket.TryGetProperty("key_as_string", out JsonElement text) ? text.GetString()! : bucket.GetProperty("key").ToString();
            top.Add(value[held.Key.Length..], bucket.GetProperty("doc_count").GetInt64());
        }
    }

    private static void WriteAggregation(Utf8JsonWriter body, string kind, Action settings)
    {
        body.WriteBoolean("track_total_hits", false);
        body.WriteStartObject("aggs");
        body.WriteStartObject("values");
        body.WriteStartObject(kind);
        settings();
        body.WriteEndObject();
        body.WriteEndObject();
        body.WriteEndObject();
    }

    /// <summary>The buckets; there are none where no stream is.</summary>
    private static JsonElement.ArrayEnumerator Buckets(ElasticResponse answer) =>
        answer.Root.TryGetProperty("aggregations", out JsonElement aggregations)
            ? aggregations.GetProperty("values").GetProperty("buckets").EnumerateArray()
            : default;

    private static string LuceneLiteral(string text)
    {
        StringBuilder expression = new(text.Length * 2);
        foreach (char c in text)
        {
            if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c))
                expression.Append('\\');
            expression.Append(c);
        }

        return expression.ToString();
    }
}
