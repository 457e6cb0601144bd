using SocCore.Conditions;
using SocCore.Rules;

namespace SocDetect.Matching;

/// <summary>The programs of the log sources that a file turns out to have, compiled when one is first seen.</summary>
internal sealed class LogSourcePrograms(RuleSet rules)
{
    /// <summary>More log sources than this in one file are not real: they share the program of rules that ask for none.</summary>
    private const int Limit = 4096;

    private readonly Dictionary<byte[], (MatchProgram Program, MatchState State)> _bySource = new(Utf8Comparer.Instance);

    /// <summary>Product, service and category, separated by U+0000, to what runs.</summary>
    public (MatchProgram Program, MatchState State) Of(ReadOnlySpan<byte> key)
    {
        var lookup = _bySource.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(key, out (MatchProgram, MatchState) known))
            return known;
        string[] parts = _bySource.Count >= Limit ? ["", "", ""] : System.Text.Encoding.UTF8.GetString(key).Split('\0');
        LogSource offered = new(Word(parts[2]), Word(parts[0]), Word(parts[1]));
        MatchProgram program = new([.. rules.Rules.Index().Where(r => r.Item.LogSource.Accepts(offered)).Select(static r => (r.Index, r.Item.Condition))]);
        (MatchProgram, MatchState) made = (program, new MatchState(program));
        if (_bySource.Count < Limit)
            _bySource[key.ToArray()] = made;
        return made;
    }

    /// <summary>Rules evaluated so far.</summary>
    public long Tried => _bySource.Values.Sum(static p => p.State.Tried);

    private static string? Word(string text) => text.Length == 0 ? null : text;
}
