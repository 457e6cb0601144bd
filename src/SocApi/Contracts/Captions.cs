using SocCore.Incidents;

namespace SocApi.Contracts;

/// <summary>OCSF's captions of its enumerations: <c>In Progress</c> for <c>in_progress</c>; and back from either.</summary>
internal static class Captions
{
    /// <summary>The caption of a word.</summary>
    public static string Of(string word) => string.Join(' ', word.Split('_').Select(static w => w.Length == 0 ? w : char.ToUpperInvariant(w[0]) + w[1..]));

    /// <summary>The word of a caption or word.</summary>
    public static string? WordOf(string? text) => text?.Trim().Replace(' ', '_').ToLowerInvariant();

    /// <summary>All words of an enumeration, for messages.</summary>
    public static string Choice<T>()
        where T : struct, Enum => string.Join(", ", IncidentWords.All<T>());
}
