namespace SocCore.Conditions;

/// <summary>At least one child is met; met by nothing when there is none.</summary>
public sealed record Any(IReadOnlyList<Condition> Children) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);

    /// <inheritdoc/>
    public bool Equals(Any? other) => other is not null && Children.SequenceEqual(other.Children);

    /// <inheritdoc/>
    public override int GetHashCode() => Children.Aggregate(19, HashCode.Combine);
}
