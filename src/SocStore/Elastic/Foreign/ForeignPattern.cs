using SocCore.Storage;

namespace SocStore.Elastic.Foreign;

/// <summary>A feed: indices that somebody else writes, by a pattern of their names.</summary>
public sealed record ForeignPattern
{
    /// <summary>What the feed is called in the ledger; made from the pattern when it is left out.</summary>
    public string? Name { get; init; }

    /// <summary>The indices or data streams, with <c>*</c>; the store's own among them are left out.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>Whose events they are; left out: nobody's, which the city SOC alone sees.</summary>
    public string? Agency { get; init; }

    /// <summary>The city system that they are of; may be left out.</summary>
    public string? System { get; init; }

    /// <summary>The dataset of documents that name none; may be left out.</summary>
    public string? Dataset { get; init; }

    /// <summary>For how long after its time an event is looked for every second, 1 to 15 min.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back it is looked for what became visible later, 1 to 24 h.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How often that is done, 10 s to 24 h.</summary>
    public TimeSpan ReconcileEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The feed's name.</summary>
    internal string Key => Name ?? string.Join('-', Pattern.Split('*', StringSplitOptions.RemoveEmptyEntries).Select(static p => p.Trim('-', '.', '_')).Where(static p => p.Length > 0)).Replace('.', '_');

    /// <summary>The feed as the ledger names it.</summary>
    internal string Subject => LedgerRow.SubjectOf(Origin.Source, Agency ?? AgencyScope.Unassigned);

    /// <summary>What is said of an event besides its document.</summary>
    internal ForeignOrigin Origin => new(Key, Agency, System, Dataset);
}
