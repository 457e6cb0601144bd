using System.Text;
using System.Text.RegularExpressions;
using SocCore.Conditions;
using SocCore.Events;

namespace SocCollector.Sources.Testing;

/// <summary>What every document must meet, whatever its source: known names, fitting types, ECS's pairs, no personal identifier in clear.</summary>
public static partial class DocumentLaw
{
    /// <summary>What is wrong with the event, in words.</summary>
    public static IReadOnlyList<string> Check(EcsEvent document, string ownNamespace)
    {
        List<string> wrong = [];
        ReadOnlySpan<FieldSlot> slots = document.Slots;
        for (int i = 0; i < slots.Length; i++)
        {
            Field field = Fields.ById(slots[i].FieldId);
            FieldValue value = new(document.TextOf(slots[i]), slots[i].Kind);
            if (!field.IsDeclared && !IsOwn(field.Name, ownNamespace))
                wrong.Add($"'{field.Name}' is neither in ECS nor of the city nor below {ownNamespace}.");
            if (field is { IsArray: false, IsDeclared: true } && i > 0 && slots[i - 1].FieldId == field.Id)
                wrong.Add($"'{field.Name}' has several values; ECS wants one.");
            if (!Fits(field, value))
                wrong.Add($"'{field.Name}' is {field.Type} and has '{value.ToString()}'.");
        }

        foreach ((Field field, IReadOnlyCollection<string> allowed) in ((Field, IReadOnlyCollection<string>)[])[(EcsField.EventKind, EcsSchema.Kinds), (EcsField.EventOutcome, EcsSchema.Outcomes)])
        {
            if (document.Text(field) is { } text && !allowed.Contains(text))
                wrong.Add($"'{field.Name}' has '{text}', which ECS does not allow.");
        }

        if (EcsSchema.CheckCategories(Texts(document, EcsField.EventCategory), Texts(document, EcsField.EventType)) is { } pair)
            wrong.Add(pair);
        if (!document.Has(EcsField.EventKind) || !document.Has(EcsField.EventDataset) || !document.Has(EcsField.OrganizationId))
            wrong.Add("event.kind, event.dataset or organization.id is missing.");
        foreach (Match match in PersonalIdentifier().Matches(document.ToJson()))
            wrong.Add($"'{match.Value}' looks like a personal identifier in clear; map it with hash, or mask it.");
        return wrong;
    }

    private static bool IsOwn(string name, string ownNamespace) =>
        ownNamespace == "ecs" || name.StartsWith(ownNamespace + ".", StringComparison.Ordinal)
        || name.StartsWith("city.unmapped.", StringComparison.Ordinal) || name.StartsWith("log.syslog.structured_data.", StringComparison.Ordinal);

    private static List<string> Texts(EcsEvent document, Field field)
    {
        List<string> texts = [];
        foreach (FieldValue value in document.Values(field))
            texts.Add(value.ToString());
        return texts;
    }

    private static bool Fits(Field field, in FieldValue value) => field.Type switch
    {
        FieldType.Long => value.TryGetInteger(out _),
        FieldType.Double => value.TryGetDouble(out _),
        FieldType.Boolean => value.Utf8.SequenceEqual("true"u8) || value.Utf8.SequenceEqual("false"u8),
        FieldType.Address => Network.TryRead(value.Utf8, out _),
        FieldType.Date => DateTimeOffset.TryParse(Encoding.UTF8.GetString(value.Utf8), System.Globalization.CultureInfo.InvariantCulture, out _),
        FieldType.GeoPoint => Mapping.Gate.IsGeoPoint(value.Utf8),
        _ => true,
    };

    /// <summary>A number plate (51X-000.01), a mobile number (0912345678, +84…), a citizen number (province, century and sex, year, six digits).</summary>
    [GeneratedRegex(@"(?<![\w-])(?:\d{2}[A-Z]{1,2}\d?-\d{3}\.\d{2}|(?:\+84|0)[35789]\d{8}|0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8})(?![\w-])")]
    private static partial Regex PersonalIdentifier();
}
