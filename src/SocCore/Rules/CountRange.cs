namespace SocCore.Rules;

/// <summary>What a correlation's number must be: bounds and (in)equalities that must all hold.</summary>
public sealed record CountRange(IReadOnlyList<(CountOperator Operator, decimal Value)> Terms)
{
    /// <summary>Whether the number meets every term.</summary>
    public bool Holds(decimal number) => Terms.All(t => t.Operator switch
    {
        CountOperator.Gt => number > t.Value,
        CountOperator.Gte => number >= t.Value,
        CountOperator.Lt => number < t.Value,
        CountOperator.Lte => number <= t.Value,
        CountOperator.Eq => number == t.Value,
        _ => number != t.Value,
    });

    /// <summary>Whether a larger number can only make it truer: decided as soon as it is met.</summary>
    public bool OnlyGrows => Terms.All(static t => t.Operator is CountOperator.Gt or CountOperator.Gte);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Terms.Select(t => $"{t.Operator.ToString().ToLowerInvariant()}: {t.Value}"));
}
