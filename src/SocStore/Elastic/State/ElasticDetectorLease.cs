using System.Globalization;
using System.Text.Json;
using SocCore.Storage;
using SocStore.Elastic.Cases;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.State;

/// <summary>
/// The lease as one document, exchanged under the condition that nobody exchanged it meanwhile. Clocks of machines differ,
/// so no time of day is compared: another's lease has run out when it was seen unchanged for as long as it lasts.
/// </summary>
internal sealed class ElasticDetectorLease(ElasticGateway gateway, TimeProvider time) : IDetectorLease
{
    private const string Id = "lease";

    private readonly string _path = $"{gateway.Options.IndexPrefix}{CaseIndices.StateName}/_doc/{Id}";
    private readonly Lock _gate = new();
    private (long SequenceNumber, long PrimaryTerm, long At) _seen = (-1, -1, 0);

    /// <inheritdoc/>
    public async ValueTask<long?> TryHoldAsync(string holder, TimeSpan duration, CancellationToken cancel)
    {
        // Measured from before the question, so that a slow answer only shortens what is believed.
        long asked = time.GetTimestamp();
        if (await ReadAsync(asked, cancel).ConfigureAwait(false) is not { } found)
            return await WriteAsync(null, new Lease(holder, 1, duration), asked, cancel).ConfigureAwait(false);
        (Lease lease, TimeSpan unchanged) = found;
        bool hasRunOut = lease.Holder.Length == 0 || unchanged >= lease.Duration;
        if (!hasRunOut && lease.Holder != holder)
            return null;
        return await WriteAsync(_seen, new Lease(holder, hasRunOut ? lease.Epoch + 1 : lease.Epoch, duration), asked, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(string holder, CancellationToken cancel)
    {
        long asked = time.GetTimestamp();
        if (await ReadAsync(asked, cancel).ConfigureAwait(false) is { } found && found.Lease.Holder == holder)
            await WriteAsync(_seen, found.Lease with { Holder = "" }, asked, cancel).ConfigureAwait(false);
    }

    /// <summary>The lease, and for how long this process has seen it as it is.</summary>
    private async Task<(Lease Lease, TimeSpan Unchanged)?> ReadAsync(long asked, CancellationToken cancel)
    {
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get(_path).Expecting(404), cancel).ConfigureAwait(false);
        if (!answer.IsSuccess)
            return answer.Root.TryGetProperty("error", out _) ? throw ElasticException.Of($"GET /{_path}", answer.Status, answer.Root) : null;
        long number = answer.Root.GetProperty("_seq_no").GetInt64();
        long term = answer.Root.GetProperty("_primary_term").GetInt64();
        JsonElement kept = answer.Root.GetProperty("_source").GetProperty("doc");
        Lease lease = new(kept.GetProperty("holder").GetString()!, kept.GetProperty("epoch").GetInt64(), TimeSpan.FromMilliseconds(kept.GetProperty("milliseconds").GetInt64()));
        lock (_gate)
        {
            if (_seen.SequenceNumber != number || _seen.PrimaryTerm != term)
                _seen = (number, term, asked);
            return (lease, time.GetElapsedTime(_seen.At, asked));
        }
    }

    /// <summary>The epoch when the exchange went well; null when another process was first, or nobody knows.</summary>
    private async Task<long?> WriteAsync((long SequenceNumber, long PrimaryTerm, long At)? read, Lease lease, long asked, CancellationToken cancel)
    {
        string condition = read is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"?if_seq_no={known.SequenceNumber}&if_primary_term={known.PrimaryTerm}")
            : "?op_type=create";
        string kept = JsonSerializer.Serialize(new { holder = lease.Holder, epoch = lease.Epoch, milliseconds = (long)lease.Duration.TotalMilliseconds });
        ReadOnlyMemory<byte> source = CaseDocuments.Write(kept, static w => w.WriteString("name", Id));
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Put(_path + condition, source).Once().Expecting(409), cancel).ConfigureAwait(false);
        if (!answer.IsSuccess)
            return null;
        lock (_gate)
            _seen = (answer.Root.GetProperty("_seq_no").GetInt64(), answer.Root.GetProperty("_primary_term").GetInt64(), asked);
        return lease.Epoch;
    }

    private sealed record Lease(string Holder, long Epoch, TimeSpan Duration);
}
