using System.Collections.Concurrent;
using System.Text;
using SocCollector.Sources.Mapping;
using SocCore.Events;

namespace SocCollector.Sources;

/// <summary>Which fields are the product's own, which have closed lists of values, and which are repeated in related.*.</summary>
internal static class ReservedFields
{
    private static readonly byte[][] Kinds = [.. EcsSchema.Kinds.Select(Encoding.ASCII.GetBytes)];
    private static readonly byte[][] Outcomes = [.. EcsSchema.Outcomes.Select(Encoding.ASCII.GetBytes)];
    private static readonly ConcurrentDictionary<int, Target> Targets = new();

    /// <summary>Whether no source may set the field.</summary>
    public static bool Contains(Field field) =>
        field == EcsField.Timestamp || field == EcsField.EventOriginal || field == EcsField.EventCreated || field == EcsField.EventIngested
        || field == EcsField.EcsVersion || field == EcsField.EventDataset || field == EcsField.EventModule || field == EcsField.CitySystem || field == EcsField.CityTimeQuality
        || (field.Name.StartsWith("soc.", StringComparison.Ordinal) && field != EcsField.SocClaimedAgency)
        || field.Name.StartsWith("data_stream.", StringComparison.Ordinal)
        || field.Name.StartsWith("organization.", StringComparison.Ordinal)
        || field.Name.StartsWith("city.unmapped", StringComparison.Ordinal);

    /// <summary>The field as a target.</summary>
    public static Target TargetOf(Field field, bool replaces)
    {
        if (replaces)
            return new Target(field, RelatedIdOf(field), true, AllowedOf(field));
        return Targets.TryGetValue(field.Id, out Target? known)
            ? known
            : Targets.GetOrAdd(field.Id, static (_, f) => new Target(f, RelatedIdOf(f), false, AllowedOf(f)), field);
    }

    /// <summary>The related.* list for values of the field; −1 when there is none.</summary>
    public static int RelatedIdOf(Field field)
    {
        string name = field.Name;
        if (!field.IsDeclared || name.StartsWith("related.", StringComparison.Ordinal))
            return -1;
        if (field.Type == FieldType.Address)
            return EcsField.RelatedIp.Id;
        if (name is "user.name" or "user.target.name" or "user.effective.name" or "user.changes.name" or "source.user.name" or "destination.user.name" or "client.user.name" or "server.user.name")
            return EcsField.RelatedUser.Id;
        if (name is "host.name" or "host.hostname" or "observer.hostname" or "observer.name" or "source.domain" or "destination.domain" or "client.domain" or "server.domain" or "url.domain" or "dns.question.name")
            return EcsField.RelatedHosts.Id;
        return name.Contains(".hash.", StringComparison.Ordinal) && !name.StartsWith("city.", StringComparison.Ordinal) ? EcsField.RelatedHash.Id : -1;
    }

    private static byte[][]? AllowedOf(Field field) =>
        field == EcsField.EventKind ? Kinds : field == EcsField.EventOutcome ? Outcomes : null;
}
