using System.Globalization;
using SocCore.Storage;

namespace SocApi.Auth;

/// <summary>Tokens that ended before their time, by <c>jti</c>. Kept until the token would have ended anyway.</summary>
public sealed class Revocations(IStateStore state, TimeProvider time)
{
    private const string Prefix = "token/revoked/";

    /// <summary>Ends a token.</summary>
    /// <param name="tokenId">Its <c>jti</c>.</param>
    /// <param name="expires">When it ends by itself; null when that is not known: it is remembered as long as a token can live.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async ValueTask RevokeAsync(string tokenId, DateTimeOffset? expires, CancellationToken cancel)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset until = (expires ?? now + TokenIssuer.MaxTtl) + TimeSpan.FromHours(1);
        Dictionary<string, string?> changes = new() { [Prefix + tokenId] = Seconds(until) };
        foreach ((string name, string text) in await state.GetAllAsync(Prefix, cancel).ConfigureAwait(false))
        {
            if (string.CompareOrdinal(text, Seconds(now)) < 0)
                changes.TryAdd(name, null);
        }

        await state.SetAsync(changes, cancel).ConfigureAwait(false);
    }

    /// <summary>Whether a token was ended.</summary>
    public async ValueTask<bool> IsRevokedAsync(string tokenId, CancellationToken cancel) =>
        await state.GetAsync(Prefix + tokenId, cancel).ConfigureAwait(false) is not null;

    /// <summary>Ten digits until the year 2286, so that they compare as text.</summary>
    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString("D10", CultureInfo.InvariantCulture);
}
