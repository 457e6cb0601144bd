using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SocApi.Problems;
using SocCore.Storage;

namespace SocApi.Auth;

/// <summary>
/// Links that sign one person in once. A code has 256 random bits and is kept only as its hash; it ends when it is used
/// or after 15 minutes. The state store's documents have no compare-and-set, so one process redeems one code at a time.
/// </summary>
public sealed class OneTimeLinks(IStateStore state, TimeProvider time) : IDisposable
{
    /// <summary>How long a link may be used.</summary>
    public static readonly TimeSpan Ttl = TimeSpan.FromMinutes(15);

    private const string Prefix = "signin/code/";
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>The path of the page that a code opens.</summary>
    public static string PathOf(string code) => "/signin/" + code;

    /// <summary>Makes a code for a person; the session's token lives as long as the request says.</summary>
    public async ValueTask<string> CreateAsync(TokenRequest request, CancellationToken cancel)
    {
        string code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, string?> changes = new() { [NameOf(code)] = JsonSerializer.Serialize(new Entry(request, now + Ttl)) };
        foreach ((string name, string text) in await state.GetAllAsync(Prefix, cancel).ConfigureAwait(false))
        {
            if (JsonSerializer.Deserialize<Entry>(text)!.Expires < now)
                changes[name] = null;
        }

        await state.SetAsync(changes, cancel).ConfigureAwait(false);
        return code;
    }

    /// <summary>Whether a code could be used now; uses nothing up.</summary>
    public async ValueTask<bool> IsOpenAsync(string code, CancellationToken cancel) => await FindAsync(code, cancel).ConfigureAwait(false) is not null;

    /// <summary>Uses a code up; not found when it is unknown, used or too old, and the three look the same.</summary>
    public async ValueTask<Answer<TokenRequest>> RedeemAsync(string code, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (await FindAsync(code, cancel).ConfigureAwait(false) is not { } entry)
                return new Problem(ProblemKinds.NotFound, "This link was used, or is too old. Ask for a new one.");
            await state.SetAsync(new Dictionary<string, string?> { [NameOf(code)] = null }, cancel).ConfigureAwait(false);
            return entry.Request;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async ValueTask<Entry?> FindAsync(string code, CancellationToken cancel)
    {
        if (code.Length != 43 || !Base64Url.IsValid(code) || await state.GetAsync(NameOf(code), cancel).ConfigureAwait(false) is not { } text)
            return null;
        Entry entry = JsonSerializer.Deserialize<Entry>(text)!;
        return entry.Expires >= time.GetUtcNow() ? entry : null;
    }

    private static string NameOf(string code) => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code)));

    private sealed record Entry(TokenRequest Request, DateTimeOffset Expires);
}
