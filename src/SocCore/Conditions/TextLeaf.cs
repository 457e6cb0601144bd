namespace SocCore.Conditions;

/// <summary>
/// A value meets the pattern as a whole. Numbers and truth values are compared by their text: the number's canonical
/// decimal form, <c>true</c> and <c>false</c>.
/// </summary>
/// <param name="Field">Which field.</param>
/// <param name="Pattern">What its value must look like.</param>
/// <param name="Cased">Whether case counts; else <see cref="Events.Fold"/> decides.</param>
public sealed record TextLeaf(FieldRef Field, TextPattern Pattern, bool Cased = false) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);
}
