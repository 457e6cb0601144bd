using System.ComponentModel.DataAnnotations;

namespace SocApi;

/// <summary>Settings of the API and the console (section <c>Api</c>).</summary>
public sealed class ApiOptions
{
    /// <summary>The audience that tokens must be for.</summary>
    [Required]
    public string Audience { get; set; } = "soc-api";

    /// <summary>Where keys are kept, each readable by the service's user alone; the host sets it below the data folder.</summary>
    public string KeyFolder { get; set; } = "";

    /// <summary>Requests a second of one caller, on average.</summary>
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; set; } = 20;

    /// <summary>Requests of one caller at once after a rest.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 60;

    /// <summary>Searches of one caller that run at the same time.</summary>
    [Range(1, 1_000)]
    public int ConcurrentSearches { get; set; } = 4;

    /// <summary>Requests without a valid token a minute from one address.</summary>
    [Range(1, 100_000)]
    public int RefusalsPerMinute { get; set; } = 60;

    /// <summary>Live streams that one caller may hold open.</summary>
    [Range(1, 1_000)]
    public int StreamsPerCaller { get; set; } = 5;

    /// <summary>The city's own identity provider; unset: the service issues its tokens itself.</summary>
    public OidcOptions Oidc { get; set; } = new();
}
