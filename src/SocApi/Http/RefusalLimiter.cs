using System.Net;
using System.Threading.RateLimiting;

namespace SocApi.Http;

/// <summary>Counts requests without a valid token by address, so that guessing is slow.</summary>
internal sealed class RefusalLimiter(ApiOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.RefusalsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    /// <summary>Counts one more; whether it is one too many.</summary>
    public bool IsTooMany(IPAddress? address)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(address ?? IPAddress.None);
        return !lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
