namespace SocCore.Conditions;

/// <summary>Every child is met; met by everything when there is none.</summary>
public sealed record All(IReadOnlyList<Condition> Children) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);

    /// <inheritdoc/>
    public bool Equals(All? other) => other is not null && Children.SequenceEqual(other.Children);

    /// <inheritdoc/>
    public override int GetHashCode() => Children.Aggregate(17, HashCode.Combine);
}
