using SocCore.Rules;

namespace SocDetect.Matching;

/// <summary>
/// The routes of the log sources that a file turns out to have. In a file an attribute that an event does not state is
/// unknown and speaks against no rule: one word for the category cannot name all the categories of a registry event.
/// </summary>
internal sealed class LogSourceRoutes(RuleSet rules, MatchProgram program)
{
    /// <summary>More log sources than this in one file are not real: they count as events that state none.</summary>
    private const int Limit = 4096;

    private readonly Dictionary<byte[], Route> _bySource = new(Utf8Comparer.Instance);

    /// <summary>The route of a key: product, service and category, separated by U+0000.</summary>
    public Route Of(ReadOnlySpan<byte> key)
    {
        var lookup = _bySource.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(key, out Route? known))
            return known;
        if (_bySource.Count >= Limit)
            return Of("\0\0"u8);
        string[] parts = System.Text.Encoding.UTF8.GetString(key).Split('\0');
        bool[] tried = [.. rules.Rules.Select(r => Fits(r.LogSource.Product, parts[0]) && Fits(r.LogSource.Service, parts[1]) && Fits(r.LogSource.Category, parts[2]))];
        return _bySource[key.ToArray()] = new Route(tried, program.KeywordsOf(tried));
    }

    private static bool Fits(string? wanted, string stated) =>
        wanted is null || stated.Length == 0 || string.Equals(wanted, stated, StringComparison.OrdinalIgnoreCase);
}
