namespace SocCore.Conditions;

/// <summary>A value of one field relates to a value of another (Sigma's <c>fieldref</c>): any pair; either missing is not met.</summary>
public sealed record SameAsLeaf(FieldRef Field, FieldRef Other, SameAsMode Mode = SameAsMode.Equal, bool Cased = false) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);
}
