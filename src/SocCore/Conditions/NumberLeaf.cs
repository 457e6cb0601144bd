namespace SocCore.Conditions;

/// <summary>
/// A value is a number and compares so: as whole number or decimal first, as double last, so that ids above 2^53 stay
/// apart. A value that is no number is not met; text that is a number counts as one.
/// </summary>
public sealed record NumberLeaf(FieldRef Field, Comparison Comparison, decimal Value) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);
}
