namespace SocCore.Conditions;

/// <summary>The child is not met.</summary>
public sealed record Not(Condition Child) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);
}
