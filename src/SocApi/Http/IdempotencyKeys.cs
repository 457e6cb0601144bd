using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SocCore.Storage;

namespace SocApi.Http;

/// <summary>Remembers for a day which answer a caller's request with a key got.</summary>
internal sealed class IdempotencyKeys(IStateStore state, TimeProvider time)
{
    private const string Prefix = "idempotency/";
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, byte> _running = new();
    private long _swept;

    /// <summary>The name of a key of a caller on a path.</summary>
    public static string NameOf(string subject, string path, string key) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{subject}\n{path}\n{key}")));

    /// <summary>Begins; false when a request with that key is running.</summary>
    public bool TryBegin(string name) => _running.TryAdd(name, 0);

    /// <summary>Ends what was begun.</summary>
    public void End(string name) => _running.TryRemove(name, out _);

    /// <summary>The answer that was given; null when none was, or too long ago.</summary>
    public async ValueTask<IdempotencyRecord?> FindAsync(string name, CancellationToken cancel)
    {
        if (await state.GetAsync(name, cancel).ConfigureAwait(false) is not { } text)
            return null;
        IdempotencyRecord record = JsonSerializer.Deserialize<IdempotencyRecord>(text)!;
        return IsOld(record) ? null : record;
    }

    /// <summary>Remembers an answer.</summary>
    public async ValueTask KeepAsync(string name, IdempotencyRecord record, CancellationToken cancel)
    {
        Dictionary<string, string?> changes = new() { [name] = JsonSerializer.Serialize(record) };
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now - Interlocked.Read(ref _swept) > 3_600)
        {
            Interlocked.Exchange(ref _swept, now);
            foreach ((string old, string text) in await state.GetAllAsync(Prefix, cancel).ConfigureAwait(false))
            {
                if (IsOld(JsonSerializer.Deserialize<IdempotencyRecord>(text)!))
                    changes.TryAdd(old, null);
            }
        }

        await state.SetAsync(changes, cancel).ConfigureAwait(false);
    }

    private bool IsOld(IdempotencyRecord record) => time.GetUtcNow().ToUnixTimeSeconds() - record.At > (long)Kept.TotalSeconds;
}
