using System.Globalization;
using System.Text;
using SocCore.Conditions;
using SocCore.Events;

namespace SocCollector.Sources.Language;

/// <summary>Checks constants against the type of their field, and against ECS's closed lists.</summary>
internal static class Constants
{
    /// <summary>How the constant is to be stored; null and the problem in words when it does not fit.</summary>
    public static ValueKind? Of(Field field, string text, out string? problem)
    {
        problem = null;
        if (field == EcsField.EventKind && !EcsSchema.Kinds.Contains(text))
            problem = $"'event.kind: {text}' is not in ECS; it has {string.Join(", ", EcsSchema.Kinds.Order())}.";
        else if (field == EcsField.EventOutcome && !EcsSchema.Outcomes.Contains(text))
            problem = $"'event.outcome: {text}' is not in ECS; it has {string.Join(", ", EcsSchema.Outcomes.Order())}.";
        if (problem is not null)
            return null;
        switch (field.Type)
        {
            case FieldType.Keyword or FieldType.Text:
                return ValueKind.Text;
            case FieldType.Long when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _):
                return ValueKind.Integer;
            case FieldType.Double when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _):
                return ValueKind.Decimal;
            case FieldType.Boolean when text is "true" or "false":
                return ValueKind.Boolean;
            case FieldType.Address when Network.TryRead(Encoding.UTF8.GetBytes(text), out _):
                return ValueKind.Text;
            case FieldType.GeoPoint when Mapping.Gate.IsGeoPoint(Encoding.UTF8.GetBytes(text)):
                return ValueKind.Text;
            default:
                problem = $"'{field.Name}: {text}' does not fit its type ({field.Type}).";
                return null;
        }
    }
}
