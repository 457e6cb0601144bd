namespace SocCore.Rules;

/// <summary>A condition over rule names: and, or, not.</summary>
public abstract record CorrelationCondition
{
    private CorrelationCondition()
    {
    }

    /// <summary>The rule of that id was seen.</summary>
    public sealed record Seen(string RuleId) : CorrelationCondition;

    /// <summary>All parts hold.</summary>
    public sealed record And(IReadOnlyList<CorrelationCondition> Parts) : CorrelationCondition;

    /// <summary>One part holds.</summary>
    public sealed record Or(IReadOnlyList<CorrelationCondition> Parts) : CorrelationCondition;

    /// <summary>The part does not hold.</summary>
    public sealed record Negated(CorrelationCondition Part) : CorrelationCondition;
}
