namespace SocStore.Elastic.Dsl;

/// <summary>
/// A condition between two queries: what <see cref="Lower"/> finds meets it, what <see cref="Upper"/> does not find does
/// not; between the two the matcher decides.
/// </summary>
/// <param name="Lower">Finds only what meets the condition.</param>
/// <param name="Upper">Finds everything that meets the condition.</param>
/// <param name="IsExact">Whether the two differ in odd documents alone (<see cref="IndexedField.OddMarks"/>); else the upper one is a superset.</param>
internal readonly record struct DslBounds(DslQuery Lower, DslQuery Upper, bool IsExact)
{
    public static DslBounds True { get; } = Exact(DslQuery.MatchAll);

    public static DslBounds False { get; } = Exact(DslQuery.MatchNone);

    /// <summary>Whether no document is left to the matcher, not even an odd one.</summary>
    public bool IsFinal => ReferenceEquals(Lower, Upper);

    /// <summary>What the matcher has to look at again.</summary>
    public DslQuery Doubt => IsFinal ? DslQuery.MatchNone : DslQuery.All([Upper, DslQuery.Not(Lower)]);

    public static DslBounds Exact(DslQuery query) => new(query, query, IsExact: true);

    public static DslBounds Superset(DslQuery upper) => new(DslQuery.MatchNone, upper, IsExact: false);

    public static DslBounds Between(DslQuery lower, DslQuery upper) => new(lower, upper, IsExact: false);
}
