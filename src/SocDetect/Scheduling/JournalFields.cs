using SocCore.Events;
using SocCore.Rules;
using SocDetect.Correlation;

namespace SocDetect.Scheduling;

/// <summary>Which fields a rule's match rows have to carry: all that correlations ask for, directly or through others.</summary>
internal static class JournalFields
{
    /// <summary>Rule id → fields, of the rules that somebody reads.</summary>
    public static Dictionary<string, Field[]> Of(RuleSet rules, IReadOnlyList<WindowRule> windows)
    {
        Dictionary<string, HashSet<string>> wanted = [];

        // Outer correlations first: what they want of an inner one is wanted of what it is made of.
        foreach (WindowRule window in windows.Reverse())
        {
            HashSet<string>? through = window.Kind == WindowRule.Single ? null : wanted.GetValueOrDefault(window.Id);
            for (int i = 0; i < window.Inputs.Count; i++)
            {
                if (!wanted.TryGetValue(window.Inputs[i], out HashSet<string>? fields))
                    wanted[window.Inputs[i]] = fields = [];
                fields.UnionWith(window.GroupFields[i]);
                fields.UnionWith(window.ValueFields[i]);
                if (through is not null)
                    fields.UnionWith(through);
            }
        }

        return rules.Rules
            .Where(r => wanted.ContainsKey(r.Id))
            .ToDictionary(static r => r.Id, r => wanted[r.Id].Order(StringComparer.Ordinal).Select(static f => Fields.Get(f)).ToArray());
    }
}
