using SocCore.Rules;

namespace SocCore.Incidents;

/// <summary>How states, phases, verdicts and levels are written in queries, documents and settings.</summary>
public static class IncidentWords
{
    /// <summary>new, in_progress, on_hold, resolved, closed.</summary>
    public static string Of(IncidentStatus status) => Snake(status.ToString());

    /// <summary>triage … post_incident.</summary>
    public static string Of(IncidentPhase phase) => Snake(phase.ToString());

    /// <summary>unknown, false_positive, true_positive ….</summary>
    public static string Of(Verdict verdict) => Snake(verdict.ToString());

    /// <summary>informational, low, medium, high, critical.</summary>
    public static string Of(RuleLevel level) => Snake(level.ToString());

    /// <summary>Reads a state.</summary>
    public static bool TryRead(string? word, out IncidentStatus status) => TryFind(word, out status);

    /// <summary>Reads a phase.</summary>
    public static bool TryRead(string? word, out IncidentPhase phase) => TryFind(word, out phase);

    /// <summary>Reads a verdict.</summary>
    public static bool TryRead(string? word, out Verdict verdict) => TryFind(word, out verdict);

    /// <summary>Reads a level.</summary>
    public static bool TryRead(string? word, out RuleLevel level) => TryFind(word, out level);

    /// <summary>All words of one kind, in the order of their numbers.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(Snake)];

    private static bool TryFind<T>(string? word, out T value)
        where T : struct, Enum
    {
        foreach (T candidate in Enum.GetValues<T>())
        {
            if (string.Equals(Snake(candidate.ToString()), word, StringComparison.OrdinalIgnoreCase))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static string Snake(string name) =>
        string.Concat(name.Select(static (c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
