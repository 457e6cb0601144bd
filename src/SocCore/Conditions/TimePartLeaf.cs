namespace SocCore.Conditions;

/// <summary>A part of a date compares so, in the given zone.</summary>
public sealed record TimePartLeaf(FieldRef Field, TimePart Part, Comparison Comparison, int Value, TimeZoneInfo Zone) : Condition
{
    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);

    /// <inheritdoc/>
    public bool Equals(TimePartLeaf? other) =>
        other is not null && Field == other.Field && Part == other.Part && Comparison == other.Comparison && Value == other.Value && Zone.Id == other.Zone.Id;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Field, Part, Comparison, Value, Zone.Id);
}
