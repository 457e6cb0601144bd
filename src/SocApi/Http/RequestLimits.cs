using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using SocApi.Auth;
using SocApi.Problems;

namespace SocApi.Http;

/// <summary>How much one caller may ask. Counted by who it is, because behind a proxy all addresses are one.</summary>
internal static class RequestLimits
{
    /// <summary>The policy of searches: few at a time, because each may read much.</summary>
    public const string Searches = "searches";

    public static void Configure(RateLimiterOptions limits, ApiOptions options)
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = static async (rejected, _) =>
        {
            TimeSpan wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : TimeSpan.FromSeconds(1);
            string seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            rejected.HttpContext.Response.Headers.RetryAfter = seconds;
            await ProblemResult.WriteAsync(rejected.HttpContext, new Problem(ProblemKinds.RateLimited, $"Ask again in {seconds} s.")).ConfigureAwait(false);
        };
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
                ? RateLimitPartition.GetTokenBucketLimiter(KeyOf(context), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.RequestBurst,
                    TokensPerPeriod = options.RequestsPerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                })
                : RateLimitPartition.GetNoLimiter(""));
        limits.AddPolicy(Searches, context => RateLimitPartition.GetConcurrencyLimiter(KeyOf(context), _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = options.ConcurrentSearches,
            QueueLimit = 0,
        }));
    }

    private static string KeyOf(HttpContext context) =>
        context.User.FindFirst(SocClaims.Subject)?.Value is { } subject ? "sub " + subject : "ip " + context.Connection.RemoteIpAddress;
}
