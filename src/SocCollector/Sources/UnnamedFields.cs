using SocCollector.Formats;
using SocCollector.Sources.Mapping;
using SocCore.Events;

namespace SocCollector.Sources;

/// <summary>Keeps what the mapping does not name below the source's namespace, or under its own name where the sender speaks ECS.</summary>
internal static class UnnamedFields
{
    private const int LongestPath = 256;

    private static readonly Field Other = Fields.Get("city.unmapped.other");

    /// <summary>The most names that senders may add to the process's table; beyond, values are kept as text.</summary>
    private const int NameLimit = Fields.Limit / 2;

    /// <summary>Adds them all.</summary>
    public static void Write(MappingRun run)
    {
        Span<byte> path = stackalloc byte[LongestPath];
        byte[] root = run.Source.Namespace;
        root.CopyTo(path);
        int mapped = run.Builder.Open.Length;
        foreach (UnnamedValue unnamed in run.Fields.Unnamed)
        {
            ReadOnlySpan<byte> name = run.Fields.NameOf(unnamed);
            DecodedValue value = run.Fields.At(unnamed.Value);
            bool fits = name.Length > 0 && name.Length + root.Length <= path.Length && name[0] != '.' && name[^1] != '.';
            Field? field = null;
            if (fits)
            {
                name.CopyTo(path[root.Length..]);
                ReadOnlySpan<byte> full = path[..(root.Length + name.Length)];
                field = Fields.Find(full);
                if (field is null && Fields.Count < NameLimit)
                    Fields.TryIntern(full, out field);
            }

            if (field is null)
                Keep(run, name, value);
            else if (root.Length > 0)
                run.Builder.Add(field.Id, value.Range, value.Kind);
            else
                AddForeign(run, field, value, mapped);
        }

        if (root.Length == 0)
            CheckCategories(run);
    }

    /// <summary>What a sender takes for a category may be none in this version of ECS: both fields then go where no store can refuse them.</summary>
    private static void CheckCategories(MappingRun run)
    {
        EventBatchBuilder builder = run.Builder;
        List<string> categories = [];
        List<string> types = [];
        List<(Field Field, TextRange Value)> values = [];
        foreach (FieldSlot slot in builder.Open)
        {
            bool isCategory = slot.FieldId == EcsField.EventCategory.Id;
            if (!isCategory && slot.FieldId != EcsField.EventType.Id)
                continue;
            TextRange value = new(slot.Offset, slot.Length);
            (isCategory ? categories : types).Add(System.Text.Encoding.UTF8.GetString(builder.TextOf(value)));
            values.Add((isCategory ? EcsField.EventCategory : EcsField.EventType, value));
        }

        if (EcsSchema.CheckCategories(categories, types) is null)
            return;
        builder.Remove(EcsField.EventCategory.Id);
        builder.Remove(EcsField.EventType.Id);
        foreach ((Field field, TextRange value) in values)
            run.Reject(field, value);
    }

    /// <summary>A field of a sender that speaks ECS: gated like a mapped one; what is the product's own is not taken from it.</summary>
    private static void AddForeign(MappingRun run, Field field, in DecodedValue value, int mapped)
    {
        if (ReservedFields.Contains(field) || (field is { IsArray: false, IsDeclared: true } && run.Builder.Has(field.Id)))
            return;
        // What the mapping says of a list stands, without the sender's values behind it.
        foreach (FieldSlot slot in run.Builder.Open[..mapped])
        {
            if (slot.FieldId == field.Id)
                return;
        }

        ReservedFields.TargetOf(field, replaces: false).Write(run, value.Range, value.Kind);
    }

    private static void Keep(MappingRun run, ReadOnlySpan<byte> name, in DecodedValue value)
    {
        EventBatchBuilder builder = run.Builder;
        Span<byte> room = builder.Reserve(name.Length + 1 + value.Length);
        name.CopyTo(room);
        room[name.Length] = (byte)'=';
        builder.TextOf(value.Range).CopyTo(room[(name.Length + 1)..]);
        builder.Add(Other.Id, builder.Advance(name.Length + 1 + value.Length), ValueKind.Text);
    }
}
