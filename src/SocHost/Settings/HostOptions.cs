using System.ComponentModel.DataAnnotations;
using SocApi;
using SocApi.Console;
using SocApi.Reports;
using SocCollector;
using SocDetect.Scheduling;

namespace SocHost.Settings;

/// <summary>All settings of the program, the section <c>Soc</c>. Each role's own settings live with the role.</summary>
internal sealed class HostOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Soc";

    /// <summary>The city's id: the namespace of its data streams.</summary>
    /// <value>2 to 32 of a–z, 0–9, _; default hcmc.</value>
    [RegularExpression("^[a-z0-9_]{2,32}$")]
    public string City { get; set; } = "hcmc";

    /// <summary>Where events and incidents are kept.</summary>
    public StoreOptions Store { get; } = new();

    /// <summary>Listeners, spool, delivery.</summary>
    public CollectorOptions Collector { get; } = new();

    /// <summary>The scan and its windows.</summary>
    public DetectOptions Detect { get; } = new();

    /// <summary>Tokens and limits of the API.</summary>
    public ApiOptions Api { get; } = new();

    /// <summary>Reports, their schedules and their delivery.</summary>
    public ReportOptions Reports { get; } = new();

    /// <summary>Language and name of the console.</summary>
    public ConsoleOptions Console { get; } = new();

    /// <summary>Where the API and the console listen.</summary>
    public HttpOptions Http { get; } = new();
}
