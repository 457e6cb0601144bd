using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using SocCore.Conditions;
using SocCore.Events;

namespace SocStore.Elastic.Foreign;

/// <summary>
/// Makes an event of somebody else's document: its fields as they are, whatever their types, under the names that they have.
/// What only this product may say (agency, source, everything under <c>soc</c>) is said by the settings, never by the document.
/// </summary>
internal static class ForeignDocument
{
    /// <summary>The dataset of Windows events that name none, as Winlogbeat writes them.</summary>
    public const string WindowsDataset = SocCore.Rules.WellKnownDatasets.Windows;

    private const string EventData = "winlog.event_data.";
    private const string UserData = "winlog.user_data.";

    private static readonly Field Channel = Fields.Get("winlog.channel");

    /// <summary>What Winlogbeat's own pipelines make of these, where nobody ran them.</summary>
    private static readonly (Field From, Field To)[] Renamed =
    [
        (Fields.Get("winlog.event_data.NewProcessName"), Fields.Get("process.executable")),
        (Fields.Get("winlog.event_data.ParentProcessName"), Fields.Get("process.parent.executable")),
    ];

    /// <summary>Adds the event; null, or why it cannot be read.</summary>
    /// <param name="hit">A hit of a search, or a document by its id.</param>
    /// <param name="id">The event's id.</param>
    /// <param name="origin">What the settings say.</param>
    /// <param name="builder">Gets the event.</param>
    public static string? Read(JsonElement hit, EventId id, ForeignOrigin origin, EventBatchBuilder builder)
    {
        if (!hit.TryGetProperty("_source", out JsonElement source))
            return "its index keeps no _source";
        builder.Begin();
        try
        {
            EcsJsonReader.Read(JsonMarshal.GetRawUtf8Value(source), builder);
        }
        catch (JsonException e)
        {
            builder.Abandon();
            return e.Message;
        }

        long? ingested = InstantOf(builder, EcsField.EventIngested, ForeignSearch.TimeOf(hit, EcsField.EventIngested.Name));
        if ((InstantOf(builder, EcsField.Timestamp, ForeignSearch.TimeOf(hit, EcsField.Timestamp.Name)) ?? ingested) is not { } time)
        {
            builder.Abandon();
            return "it has neither @timestamp nor event.ingested";
        }

        builder.Remove(EcsField.Timestamp.Id);
        builder.AddTime(EcsField.Timestamp, time);
        TakeClaims(builder, origin);
        Complete(builder, origin);
        builder.Commit(id, spool: 0, sequence: 0, time, ingested ?? time);
        return null;
    }

    /// <summary>The instant that the document states, to its last digit where the server's is the same but for that.</summary>
    private static long? InstantOf(EventBatchBuilder builder, Field field, long? indexed)
    {
        long? known = indexed is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcTicks : null;
        foreach (ref readonly FieldSlot slot in builder.Open)
        {
            if (slot.FieldId != field.Id)
                continue;
            FieldValue value = new(builder.TextOf(new TextRange(slot.Offset, slot.Length)), slot.Kind);
            if (Leaf.TryGetInstant(value, out DateTimeOffset stated) && (known is null || Math.Abs(stated.UtcTicks - known.Value) < TimeSpan.TicksPerMillisecond))
                return stated.UtcTicks;
            if (known is null && Utf8Parser.TryParse(value.Utf8, out long number, out int used) && used == value.Utf8.Length && number is > 0 and < 253_402_300_799_999)
                return DateTimeOffset.FromUnixTimeMilliseconds(number).UtcTicks;
        }

        return known;
    }

    private static void TakeClaims(EventBatchBuilder builder, ForeignOrigin origin)
    {
        string? claimed = TextOf(builder, EcsField.OrganizationId);
        HashSet<int> ours = [EcsField.OrganizationId.Id];
        if (origin.System is not null)
            ours.Add(EcsField.CitySystem.Id);
        foreach (ref readonly FieldSlot slot in builder.Open)
        {
            string name = Fields.ById(slot.FieldId).Name;
            if (name == "soc" || name.StartsWith("soc.", StringComparison.Ordinal))
                ours.Add(slot.FieldId);
        }

        foreach (int field in ours)
            builder.Remove(field);
        if (claimed is not null)
            builder.AddText(EcsField.SocClaimedAgency, claimed);
        if (origin.Agency is not null)
            builder.AddText(EcsField.OrganizationId, origin.Agency);
        if (origin.System is not null)
            builder.AddText(EcsField.CitySystem, origin.System);
        builder.AddText(EcsField.SocSource, origin.Source);
    }

    private static void Complete(EventBatchBuilder builder, ForeignOrigin origin)
    {
        bool isWindows = builder.Has(Channel.Id);
        if (!builder.Has(EcsField.EventDataset.Id))
            builder.AddText(EcsField.EventDataset, TextOf(builder, EcsField.DataStreamDataset) ?? origin.Dataset ?? (isWindows ? WindowsDataset : "foreign." + origin.Feed));
        if (!isWindows)
            return;
        // Rules name the members of an event whichever of its two parts has them.
        foreach (FieldSlot slot in builder.Open.ToArray())
        {
            string name = Fields.ById(slot.FieldId).Name;
            if (name.StartsWith(UserData, StringComparison.Ordinal) && Fields.TryIntern(Encoding.UTF8.GetBytes(EventData + name[UserData.Length..]), out Field? member))
                builder.Add(member.Id, new TextRange(slot.Offset, slot.Length), slot.Kind);
        }

        foreach ((Field from, Field to) in Renamed)
        {
            if (!builder.Has(to.Id) && TextOf(builder, from) is { } value)
                builder.AddText(to, value);
        }
    }

    private static string? TextOf(EventBatchBuilder builder, Field field)
    {
        foreach (ref readonly FieldSlot slot in builder.Open)
        {
            if (slot.FieldId == field.Id)
                return Encoding.UTF8.GetString(builder.TextOf(new TextRange(slot.Offset, slot.Length)));
        }

        return null;
    }
}
