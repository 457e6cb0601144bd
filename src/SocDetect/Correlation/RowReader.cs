using System.Globalization;
using SocCore.Storage;

namespace SocDetect.Correlation;

/// <summary>Reads group keys and values of a match row as a correlation wants them.</summary>
internal sealed class RowReader(WindowRule rule)
{
    /// <summary>Between the values of a key.</summary>
    public const char Separator = '\u001f';

    /// <summary>In the place of a missing value.</summary>
    public const string Missing = "\u001e";

    private readonly Dictionary<string, int> _inputs = MakeInputs(rule);

    /// <summary>The place of a rule among the inputs, or −1.</summary>
    public int InputOf(string ruleId) => _inputs.GetValueOrDefault(ruleId, -1);

    /// <summary>
    /// The groups that a match joins: one for every combination of the values of its group fields, each once; none when a
    /// field is missing and the rule does not group what is missing.
    /// </summary>
    public IReadOnlyList<string> KeysOf(int input, MatchRow row)
    {
        if (rule.ByAgency)
            return [row.Agency];
        return Combine(rule.GroupFields[input], row, rule.GroupMissing);
    }

    /// <summary>
    /// What is counted or computed of a match. False when the rule wants a value and the match has none: then it is no
    /// match of this rule.
    /// </summary>
    public bool TryReadValues(int input, MatchRow row, out object? values)
    {
        values = null;
        IReadOnlyList<string> fields = rule.ValueFields[input];
        if (fields.Count == 0)
            return true;
        if (rule.Numeric)
        {
            List<decimal> numbers = [];
            foreach (string field in fields)
            {
                if (!row.Values.TryGetValue(field, out IReadOnlyList<string>? texts))
                    continue;
                foreach (string text in texts)
                {
                    if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
                        numbers.Add(number);
                }
            }

            values = numbers.Count switch { 0 => null, 1 => numbers[0], _ => numbers.ToArray() };
            return numbers.Count > 0;
        }

        List<string> tuples = Combine(fields, row, groupMissing: false);
        values = tuples.Count switch { 0 => null, 1 => tuples[0], _ => tuples.ToArray() };
        return tuples.Count > 0;
    }

    /// <summary>The group's names and values, as they were written; what was missing is empty.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GroupValues(string key)
    {
        if (rule.ByAgency || rule.GroupNames.Count == 0)
            return [];
        string[] parts = key.Split(Separator);
        return [.. rule.GroupNames.Select((name, i) => new KeyValuePair<string, string>(name, parts[i] == Missing ? "" : parts[i]))];
    }

    /// <summary>Whether a saved key has as many parts as the rule has group fields; else it is of an older text of the rule.</summary>
    public bool Fits(string key) =>
        rule.ByAgency ? !key.Contains(Separator) : key.AsSpan().Count(Separator) == Math.Max(0, rule.GroupNames.Count - 1);

    private static List<string> Combine(IReadOnlyList<string> fields, MatchRow row, bool groupMissing)
    {
        if (fields.Count == 0)
            return [""];
        List<string> keys = [];
        for (int i = 0; i < fields.Count; i++)
        {
            IReadOnlyList<string> values = row.Values.TryGetValue(fields[i], out IReadOnlyList<string>? found) && found.Count > 0 ? found : groupMissing ? [Missing] : [];
            if (values.Count == 0)
                return [];
            if (i == 0)
            {
                AddDistinct(keys, values.Select(Clean));
                continue;
            }

            List<string> longer = new(keys.Count * values.Count);
            foreach (string key in keys)
                AddDistinct(longer, values.Select(v => string.Concat(key, "\u001f", Clean(v))));
            keys = longer;
        }

        return keys;
    }

    private static void AddDistinct(List<string> keys, IEnumerable<string> more)
    {
        foreach (string key in more)
        {
            if (!keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                keys.Add(key);
        }
    }

    /// <summary>The separator cannot be part of a value: its visible sign takes its place.</summary>
    private static string Clean(string value) => value.Contains(Separator) ? value.Replace(Separator, '\u241f') : value;

    private static Dictionary<string, int> MakeInputs(WindowRule rule)
    {
        Dictionary<string, int> inputs = [];
        for (int i = 0; i < rule.Inputs.Count; i++)
            inputs[rule.Inputs[i]] = i;
        return inputs;
    }
}
