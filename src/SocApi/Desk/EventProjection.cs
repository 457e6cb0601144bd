using SocCore.Events;

namespace SocApi.Desk;

/// <summary>Copies events out of a batch, with only the fields that the caller may see and asked for.</summary>
internal static class EventProjection
{
    /// <summary>All events of a batch, in order.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="withOriginal">Whether the original line stays.</param>
    /// <param name="fields">The only fields to keep, whole branches included (<c>source</c>); empty: all.</param>
    public static IReadOnlyList<EventView> Of(EventBatch batch, bool withOriginal, IReadOnlyList<string> fields)
    {
        if (batch.Count == 0)
            return [];
        using EventBatchBuilder builder = new();
        for (int i = 0; i < batch.Count; i++)
            Copy(batch[i], builder, withOriginal, fields);
        using EventBatch kept = builder.Build();
        List<EventView> views = new(batch.Count);
        for (int i = 0; i < batch.Count; i++)
            views.Add(View(batch[i], kept[i].ToJson()));
        return views;
    }

    private static void Copy(EcsEvent source, EventBatchBuilder builder, bool withOriginal, IReadOnlyList<string> fields)
    {
        builder.Begin();
        foreach (FieldSlot slot in source.Slots)
        {
            Field field = Fields.ById(slot.FieldId);
            if ((withOriginal || field != EcsField.EventOriginal) && IsWanted(field.Name, fields))
                builder.Add(slot.FieldId, builder.Copy(source.TextOf(slot)), slot.Kind);
        }

        builder.Commit(source.Id, source.Spool, source.Sequence, source.Header.Timestamp, source.Header.Created);
    }

    private static bool IsWanted(string name, IReadOnlyList<string> fields)
    {
        if (fields.Count == 0)
            return true;
        foreach (string field in fields)
        {
            if (name == field || (name.Length > field.Length && name[field.Length] == '.' && name.StartsWith(field, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    private static EventView View(EcsEvent source, string json) => new(
        source.Id,
        source.Timestamp,
        source.Created,
        source.Text(EcsField.OrganizationId) ?? "",
        source.Text(EcsField.CitySystem),
        source.Text(EcsField.EventDataset),
        source.Text(EcsField.Message) ?? source.Text(EcsField.EventAction) ?? source.Text(EcsField.EventDataset) ?? "",
        json);
}
