namespace SocCore.Conditions;

/// <summary>The field has a value.</summary>
public sealed record ExistsLeaf(FieldRef Field) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);
}
