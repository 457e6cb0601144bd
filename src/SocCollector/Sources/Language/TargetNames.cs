using SocCore.Events;
using SocCore.Yaml;

namespace SocCollector.Sources.Language;

/// <summary>Checks the names of fields that a mapping writes to.</summary>
internal static class TargetNames
{
    /// <summary>The field; null after a problem was reported.</summary>
    public static Field? Field(YamlShape shape, string name, YamlPosition at, string space)
    {
        Field? field = Fields.Find(name);
        if (field is { IsDeclared: true })
        {
            if (!ReservedFields.Contains(field))
                return field;
            shape.Problem(at, $"'{name}' is set by the product and by no source; remove it.");
            return null;
        }

        if (space.Length > 0 && name.StartsWith(space + ".", StringComparison.Ordinal))
            return Fields.Get(name);
        string own = space.Length == 0 ? "" : $", or a name below {space}.";
        shape.Problem(at, $"'{name}' is no field of ECS {EcsSchema.Version} or of the city{Nearest(name)}; use one of theirs{own}");
        return null;
    }

    private static string Nearest(string name)
    {
        string last = name[(name.LastIndexOf('.') + 1)..];
        string? near = null;
        int best = 4;
        for (int i = 0; i < Fields.DeclaredCount; i++)
        {
            string known = Fields.ById(i).Name;
            if (Math.Abs(known.Length - name.Length) >= best || !known.Contains(last[..Math.Min(2, last.Length)], StringComparison.Ordinal))
                continue;
            int distance = Distance(known, name);
            if (distance < best)
                (near, best) = (known, distance);
        }

        return near is null ? "" : $" (near: {near})";
    }

    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = row[j];
                row[j] = cost;
            }
        }

        return row[b.Length];
    }
}
