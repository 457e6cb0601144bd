using System.Globalization;

namespace SocStore.Embedded.Events;

/// <summary>The values of one statement; equal ones are bound once.</summary>
internal sealed class SqlParameters
{
    private readonly List<object?> _values = [];
    private readonly Dictionary<object, string> _names = [];

    public IReadOnlyList<object?> Values => _values;

    public string Add(object value)
    {
        if (_names.TryGetValue(value, out string? name))
            return name;
        _values.Add(value);
        return _names[value] = string.Create(CultureInfo.InvariantCulture, $"$p{_values.Count}");
    }
}
