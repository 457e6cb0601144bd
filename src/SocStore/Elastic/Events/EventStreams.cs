using System.Collections.Concurrent;
using System.Text;
using SocCore.Events;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Events;

/// <summary>
/// Which data stream an event goes to: its dataset's, as far as that is a name that servers take. There are at most so many
/// streams, because each costs shards; what names more of them goes to one of its own.
/// </summary>
internal sealed class EventStreams(ElasticOptions options)
{
    /// <summary>The most streams that events can make.</summary>
    public const int Most = 500;

    private const int LongestDataset = 100;
    private const string Unnamed = "generic";
    private const string Overflow = "overflow";

    private readonly ConcurrentDictionary<string, EventStream> _streams = new(StringComparer.Ordinal);

    /// <summary>The pattern of all the city's streams, for searches.</summary>
    public string All { get; } = $"logs-*-{options.Namespace}";

    /// <summary>The stream of an event.</summary>
    public EventStream Of(EcsEvent source)
    {
        ReadOnlySpan<byte> dataset = source.Utf8(EcsField.DataStreamDataset);
        if (dataset.IsEmpty)
            dataset = source.Utf8(EcsField.EventDataset);
        Span<char> chars = stackalloc char[LongestDataset];
        ReadOnlySpan<char> name = dataset.Length is 0 or > LongestDataset ? Unnamed : chars[..Encoding.UTF8.GetChars(dataset, chars)];
        ConcurrentDictionary<string, EventStream>.AlternateLookup<ReadOnlySpan<char>> known = _streams.GetAlternateLookup<ReadOnlySpan<char>>();
        return known.TryGetValue(name, out EventStream? stream) ? stream : Add(name.ToString());
    }

    private EventStream Add(string dataset)
    {
        string name = Clean(dataset);
        // What was cleaned is remembered by what it was, so the count is of spellings and a bound for streams.
        if (_streams.Count >= Most)
            name = Overflow;
        return _streams.GetOrAdd(_streams.Count >= Most ? Overflow : dataset, new EventStream($"logs-{name}-{options.Namespace}", name));
    }

    /// <summary>Lower case; what a data stream's name cannot have becomes an underscore, the dash too, which parts its three parts.</summary>
    private static string Clean(string dataset) => string.Create(dataset.Length, dataset, static (span, text) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = char.ToLowerInvariant(text[i]);
            span[i] = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' ? c : '_';
        }
    });
}
