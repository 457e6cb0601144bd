namespace SocCore.Storage;

/// <summary>What was evaluated, and what was not and why. Intervals are half-open.</summary>
/// <param name="Kind">scan, idle, late, skipped, capped, failed, blind, missing.</param>
/// <param name="Subject">A spool, a source or a feed of foreign events of an agency, a rule, or scheduled work.</param>
/// <param name="From">From here.</param>
/// <param name="To">To here, not included.</param>
/// <param name="Count">Events or matches concerned.</param>
/// <param name="Text">The reason, in words; null for the normal case.</param>
/// <param name="At">Clock time.</param>
public sealed record LedgerRow(string Kind, string Subject, DateTimeOffset From, DateTimeOffset To, long Count, string? Text, DateTimeOffset At)
{
    private const string Of = " × ";

    /// <summary>The subject that is one source of one agency.</summary>
    public static string SubjectOf(string source, string agency) => string.Concat(source, Of, agency);

    /// <summary>The agency of a subject that is a source; null for a spool, a rule or scheduled work.</summary>
    public string? AgencyOfSource() => Subject.LastIndexOf(Of, StringComparison.Ordinal) is >= 0 and int at ? Subject[(at + Of.Length)..] : null;
}
