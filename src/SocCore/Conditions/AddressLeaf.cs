namespace SocCore.Conditions;

/// <summary>A value is an address inside the network; <c>::ffff:a.b.c.d</c> is the IPv4 address.</summary>
public sealed record AddressLeaf(FieldRef Field, Network Network) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);
}
