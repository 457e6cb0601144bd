using System.Text;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocStore;

/// <summary>Counts the events that have each value of a field. Numbers are taken in the form in which a search finds them.</summary>
internal sealed class TopValues(Field field)
{
    private readonly Dictionary<string, long> _counts = [];

    public void Add(EcsEvent source)
    {
        FieldValues values = source.Values(field);
        if (values.Count == 1)
        {
            Add(TextOf(values[0]), 1);
            return;
        }

        HashSet<string> distinct = [];
        foreach (FieldValue value in values)
            distinct.Add(TextOf(value));
        foreach (string value in distinct)
            Add(value, 1);
    }

    public void Add(string value, long count) => _counts[value] = _counts.GetValueOrDefault(value) + count;

    /// <summary>The most frequent, equal counts in the order of their text.</summary>
    public IReadOnlyList<FieldCount> First(int limit) =>
        [.. _counts
            .OrderByDescending(static p => p.Value)
            .ThenBy(static p => p.Key, StringComparer.Ordinal)
            .Take(limit)
            .Select(static p => new FieldCount(p.Key, p.Value))];

    private static string TextOf(FieldValue value)
    {
        Span<byte> canonical = stackalloc byte[64];
        return Encoding.UTF8.GetString(Leaf.Canonical(value, canonical));
    }
}
