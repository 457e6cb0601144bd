using SocCore.Events;

namespace SocCore.Conditions;

/// <summary>
/// Which field a leaf reads. A Sigma name may be the source's own field first and its ECS alias second: the first of the
/// two that an event has is the one that is read.
/// </summary>
public sealed record FieldRef(Field Field, Field? Alias = null)
{
    /// <summary>The values of the event.</summary>
    public FieldValues Values(EcsEvent source)
    {
        FieldValues values = source.Values(Field);
        return values.Count == 0 && Alias is not null ? source.Values(Alias) : values;
    }

    /// <summary>A reference to the field of that name.</summary>
    public static FieldRef Of(string name) => new(Fields.Get(name));

    /// <inheritdoc/>
    public override string ToString() => Alias is null ? Field.Name : $"{Field.Name}|{Alias.Name}";
}
