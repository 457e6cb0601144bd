namespace SocCore.Conditions;

/// <summary>Any text of the event, <c>message</c> and <c>event.original</c> among them, meets the pattern, which has <c>*</c> at both ends for a keyword.</summary>
public sealed record KeywordLeaf(TextPattern Pattern, bool Cased = false) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);
}
