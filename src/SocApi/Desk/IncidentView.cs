using SocCore.Incidents;

namespace SocApi.Desk;

/// <summary>An incident as the caller may see it.</summary>
/// <param name="Incident">The incident; reduced where it is a share.</param>
/// <param name="IsShare">Whether it belongs to the city SOC and the caller sees only what concerns it.</param>
public sealed record IncidentView(Incident Incident, bool IsShare)
{
    /// <summary>The title in a language.</summary>
    public string Title(string language) => Incident.Titles.TryGetValue(language, out string? title) ? title : Incident.Title;
}
