using SocCore.Conditions;
using SocCore.Events;

namespace SocDetect.Sigma;

/// <summary>What the field names of rules for one log source mean: the source's own field first, its ECS field second.</summary>
internal sealed class FieldNames
{
    private readonly string _prefix;
    private readonly bool _dropBlanks;
    private readonly IReadOnlyDictionary<string, MappedField> _fields;

    public FieldNames(string prefix, bool dropBlanks, IReadOnlyDictionary<string, MappedField> fields)
    {
        _prefix = prefix;
        _dropBlanks = dropBlanks;
        _fields = fields;
    }

    /// <summary>Names are what they are.</summary>
    public static FieldNames Plain { get; } = new("", false, new Dictionary<string, MappedField>());

    /// <summary>The field that a leaf reads.</summary>
    public FieldRef Resolve(string name)
    {
        // The specification drops blanks inside the names of Windows event data.
        string clean = _dropBlanks ? name.Replace(" ", "", StringComparison.Ordinal) : name;
        if (!_fields.TryGetValue(clean, out MappedField? mapped))
            return new FieldRef(Fields.Get(Own(clean)));
        Field own = Fields.Get(mapped.Own ?? Own(clean));
        return mapped.Ecs is null || mapped.Ecs == own.Name ? new FieldRef(own) : new FieldRef(own, Fields.Get(mapped.Ecs));
    }

    /// <summary>The one field that events are grouped by: the ECS field where there is one, because groups reach over sources.</summary>
    public string GroupField(string name)
    {
        FieldRef field = Resolve(name);
        return (field.Alias ?? field.Field).Name;
    }

    /// <summary>A name that ECS or the city declares stays as it is in every log source.</summary>
    private string Own(string name) => _prefix.Length == 0 || Fields.Find(name) is { IsDeclared: true } ? name : _prefix + name;
}
