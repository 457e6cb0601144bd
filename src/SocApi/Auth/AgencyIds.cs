using SocCore.Storage;

namespace SocApi.Auth;

/// <summary>Which agency ids a token may carry.</summary>
internal static class AgencyIds
{
    /// <summary>Small letters, digits and dashes, at most 64. What nobody assigned belongs to nobody, so there is no token for it.</summary>
    public static bool MayHaveTokens(string? agency) =>
        agency is { Length: > 0 and <= 64 } && agency != AgencyScope.Unassigned
        && agency.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');
}
