using SocCore.Events;
using SocHost.Kibana.Content;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>Data views of ours: indices that this product writes, and their time.</summary>
internal static class DataViewCheck
{
    /// <summary>Looks at all data views.</summary>
    public static void Run(LintContext context)
    {
        if (!context.IsOwn)
            return;
        foreach (SavedObject one in context.Objects.Where(static o => o.Type == ObjectTypes.IndexPattern))
        {
            if (one.Attributes is not { } attributes)
                continue;
            string pattern = attributes.Text("title") ?? "";
            if (!IndexFields.TryOf(pattern, out IndexFields? fields))
            {
                context.Add(LintRules.UnknownView, one, $"nothing of ours writes to '{pattern}'; use {string.Join(" or ", IndexFields.Patterns)}");
                continue;
            }

            string time = attributes.Text("timeFieldName") ?? "";
            if (!fields.TryType(time, out FieldType type))
                context.Add(LintRules.UnknownField, one, $"its time is '{time}', which '{pattern}' is not mapped to have; name one that it has");
            else if (type != FieldType.Date)
                context.Add(LintRules.LensTimeOperation, one, $"its time is '{time}', which is {type}; name a date");
        }
    }
}
