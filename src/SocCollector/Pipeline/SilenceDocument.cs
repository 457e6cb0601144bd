using System.Buffers;
using System.Text.Json;
using SocCollector.Sources;
using SocCore.Events;

namespace SocCollector.Pipeline;

/// <summary>The events of dataset <c>soc.source</c>, which rules treat like any other event.</summary>
internal static class SilenceDocument
{
    public static byte[] Silent(SourceProfile profile, SilenceEntry entry, string kind, DateTimeOffset now) =>
        Write(profile, entry, now, "source.silent", kind, entry.SilentSince, now.UtcTicks - entry.SilentSince,
            $"{NameOf(entry)} has sent nothing since {Text(entry.SilentSince)}");

    public static byte[] Recovered(SourceProfile profile, SilenceEntry entry, DateTimeOffset now) =>
        Write(profile, entry, now, "source.recovered", null, entry.SilentSince, entry.LastSeen - entry.SilentSince,
            $"{NameOf(entry)} sends again after it was silent since {Text(entry.SilentSince)}");

    private static byte[] Write(SourceProfile profile, SilenceEntry entry, DateTimeOffset now, string action, string? reason, long start, long duration, string message)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteString(EcsField.Timestamp.Name, Rfc3339.Format(now));
        json.WriteString(EcsField.EcsVersion.Name, EcsSchema.Version);
        json.WriteString(EcsField.EventCreated.Name, Rfc3339.Format(now));
        json.WriteString(EcsField.EventKind.Name, "state");
        json.WriteString(EcsField.EventModule.Name, "soc");
        json.WriteString(EcsField.EventDataset.Name, "soc.source");
        json.WriteString(EcsField.DataStreamDataset.Name, "soc.source");
        json.WriteString(EcsField.EventAction.Name, action);
        if (reason is not null)
            json.WriteString(EcsField.EventReason.Name, reason);
        json.WriteString(EcsField.EventStart.Name, Text(start));
        json.WriteNumber(EcsField.EventDuration.Name, duration * 100);
        json.WriteString(EcsField.OrganizationId.Name, entry.Agency);
        json.WriteString(EcsField.CitySystem.Name, profile.System);
        if (entry.Site.Length > 0)
            json.WriteString(EcsField.CitySite.Name, entry.Site);
        if (profile.Group is { } group)
            json.WriteString(group.Name, entry.Group);
        json.WriteString(EcsField.CityTimeQuality.Name, "receipt");
        json.WriteString(EcsField.SocSource.Name, profile.Id);
        json.WriteString(EcsField.Message.Name, message);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static string NameOf(SilenceEntry entry) => entry.Group.Length == 0 ? entry.Source : $"{entry.Group} ({entry.Source})";

    private static string Text(long utcTicks) => Rfc3339.Format(new DateTimeOffset(utcTicks, TimeSpan.Zero));
}
