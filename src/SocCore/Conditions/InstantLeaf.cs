namespace SocCore.Conditions;

/// <summary>A date compares so with an instant.</summary>
public sealed record InstantLeaf(FieldRef Field, Comparison Comparison, DateTimeOffset Value) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);
}
