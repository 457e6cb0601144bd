using SocCore.Storage;

namespace SocApi.Contracts;

/// <summary>One change of an incident.</summary>
/// <param name="Sequence">Its place among all changes.</param>
/// <param name="IncidentUid">Which incident.</param>
/// <param name="Version">The version that it made.</param>
/// <param name="Kind">created, grown, transitioned, reopened, assigned, commented, edited, transferred.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Time">When.</param>
/// <param name="Text">Comment or reason.</param>
/// <param name="Fields">What changed.</param>
internal sealed record ChangeResource(
    long Sequence, string IncidentUid, long Version, string Kind, string Actor, DateTimeOffset Time, string? Text, IReadOnlyList<FieldChangeResource> Fields)
{
    /// <summary>The document of a change.</summary>
    public static ChangeResource Of(ChangeRow row) => new(
        row.Sequence, row.IncidentUid.ToString(), row.Version, row.Change.Kind, row.Change.Actor, row.Change.At, row.Change.Text,
        [.. row.Change.Fields.Select(static f => new FieldChangeResource(f.Field, f.Before, f.After))]);
}
