using System.Globalization;
using System.Text;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Storage;

namespace SocStore.Cases;

/// <summary>Text as it is compared in the incident list: without case and without Vietnamese marks, so <c>duong</c> finds <c>Đường</c>.</summary>
internal static class SearchText
{
    public static string Plain(string text)
    {
        StringBuilder plain = new(text.Length);
        foreach (Rune rune in TextForm.ToNfc(text).Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
                continue;
            int scalar = Fold.Scalar(rune.Value);
            plain.Append(scalar == 'Đ' ? "D" : new Rune(scalar).ToString());
        }

        return plain.ToString();
    }

    /// <summary>The words of a search, each of which has to be found.</summary>
    public static IReadOnlyList<string> Words(string? text) =>
        text is null ? [] : [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Plain).Distinct()];

    /// <summary>What everybody who sees the incident may search in.</summary>
    public static string Shared(Incident incident) =>
        Plain(string.Join('\n', [incident.Number, incident.Title, .. incident.Titles.Values]));

    /// <summary>What one agency, or the city SOC, may search in besides: a foreign entity must not be guessed by searching for it.</summary>
    public static string Entities(Incident incident, AgencyScope scope) =>
        Plain(string.Join('\n', incident.Entities.Where(e => scope.SeesAll || e.Agencies.Any(scope.Sees)).Select(static e => e.Value)));
}
