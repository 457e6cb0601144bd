using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using SocCore.Yaml;

namespace SocHost.Settings;

/// <summary>Walks a settings file beside the classes that it is bound to: names, types, ranges.</summary>
internal sealed class SettingsShape(SettingsFile file, ICollection<YamlProblem> problems)
{
    /// <summary>Checks the value that the reader stands on.</summary>
    public void Value(ref Utf8JsonReader reader, string path, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        file.Remember(path, reader.TokenStartIndex);
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (ItemOf(type) is { } item)
            List(ref reader, path, item);
        else if (IsSimple(type))
            Simple(ref reader, path, type);
        else
            Object(ref reader, path, type);
    }

    private void Object(ref Utf8JsonReader reader, string path, Type type)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Problem(reader.TokenStartIndex, $"'{path}' must be an object.");
            reader.Skip();
            return;
        }

        Dictionary<string, PropertyInfo> properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static p => p.CanWrite || ItemOf(p.PropertyType) is not null || !IsSimple(p.PropertyType))
            .ToDictionary(static p => p.Name, StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            long at = reader.TokenStartIndex;
            reader.Read();
            if (!properties.TryGetValue(name, out PropertyInfo? property))
            {
                Problem(at, $"'{path}:{name}' is not a setting; '{path}' has {string.Join(", ", properties.Keys.Order())}.");
                reader.Skip();
                continue;
            }

            long valueAt = reader.TokenStartIndex;
            object? value = Read(ref reader, $"{path}:{property.Name}", property.PropertyType);
            Annotations(property, value, valueAt, $"{path}:{property.Name}");
        }
    }

    /// <summary>Checks a value and, for simple ones, returns it as it will be bound.</summary>
    private object? Read(ref Utf8JsonReader reader, string path, Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        file.Remember(path, reader.TokenStartIndex);
        if (!IsSimple(bare) || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            Value(ref reader, path, type);
            return null;
        }

        return Simple(ref reader, path, bare);
    }

    private void Annotations(PropertyInfo property, object? value, long at, string path)
    {
        if (value is null)
            return;
        foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            if (!rule.IsValid(value))
                Problem(at, $"'{path}' is {Convert.ToString(value, CultureInfo.InvariantCulture)}: {Cure(rule, property)}");
        }
    }

    private static string Cure(ValidationAttribute rule, PropertyInfo property) => rule is RangeAttribute range
        ? $"it must be {range.Minimum} to {range.Maximum}."
        : rule.FormatErrorMessage(property.Name);

    private void List(ref Utf8JsonReader reader, string path, Type item)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Problem(reader.TokenStartIndex, $"'{path}' must be a list.");
            reader.Skip();
            return;
        }

        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            Value(ref reader, $"{path}:{i.ToString(CultureInfo.InvariantCulture)}", item);
    }

    private object? Simple(ref Utf8JsonReader reader, string path, Type type)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            Problem(reader.TokenStartIndex, $"'{path}' must be {Words(type)}.");
            reader.Skip();
            return null;
        }

        string text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        };
        try
        {
            return type == typeof(string) ? text : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            Problem(reader.TokenStartIndex, $"'{path}' is '{text}'; it must be {Words(type)}.");
            return null;
        }
    }

    private void Problem(long at, string message) => file.Problem(problems, at, message);

    private static string Words(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a duration as [days.]hours:minutes:seconds, such as 00:05:00"
        : type == typeof(string) ? "a text"
        : "a number";

    private static bool IsSimple(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan) || type == typeof(decimal) || type == typeof(Uri);
    }

    private static Type? ItemOf(Type type) =>
        type == typeof(string) ? null
        : type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Append(type).FirstOrDefault(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
}
