using Microsoft.AspNetCore.Components;
using SocApi.Desk;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;

namespace SocApi.Console.Pages;

/// <summary>How the city stands, on one page: what is open, what came in, what is silent.</summary>
public sealed partial class Overview
{
    private static readonly RuleLevel[] Levels = [RuleLevel.Critical, RuleLevel.High, RuleLevel.Medium, RuleLevel.Low, RuleLevel.Informational];
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private readonly Dictionary<RuleLevel, long> _open = [];
    private IReadOnlyList<IncidentView> _worst = [];
    private EventHistogram? _histogram;
    private SourceOverview? _sources;
    private Coverage? _coverage;
    private bool _isRead;

    [Inject]
    internal EventDesk Events { get; set; } = null!;

    [Inject]
    internal SourceDesk Sources { get; set; } = null!;

    [Inject]
    internal RuleDesk Rules { get; set; } = null!;

    private IReadOnlyList<SourceStatus> Silent => [.. _sources?.Sources.Where(static s => s.State == "silent") ?? []];

    private string Sentence
    {
        get
        {
            long all = _open.Values.Sum();
            long urgent = _open.GetValueOrDefault(RuleLevel.Critical) + _open.GetValueOrDefault(RuleLevel.High);
            string work = all == 0 ? T["State.Calm"] : urgent == 0 ? T.Count("State.Open", all) : T.Count("State.Open", all) + " " + T.Count("State.Urgent", urgent);
            string intake = _sources is null ? "" : Silent.Count == 0 ? T["State.AllHeard"] : T.Count("State.Silent", Silent.Count);
            return $"{work} {intake}".Trim();
        }
    }

    /// <inheritdoc/>
    protected override async Task StartAsync()
    {
        await ReadIncidentsAsync();
        await ReadIntakeAsync();
        _isRead = true;
        Every(Refresh, ReadIntakeAsync);
    }

    private protected override Task ChangedAsync(IReadOnlyList<ChangeRow> changes) => ReadIncidentsAsync();

    private async Task ReadIncidentsAsync()
    {
        long worse = 0;
        foreach (RuleLevel level in Levels)
        {
            IncidentListRequest request = new() { Status = QueueView.Open, MinSeverity = level, Sort = IncidentSort.SeverityDescending, PageSize = 8 };
            if (Take(await Incidents.ListAsync(Caller, request, Gone)) is not { Total: { } total } list)
                return;
            _open[level] = total - worse;
            worse = total;
            _worst = list.Incidents;
        }
    }

    private async Task ReadIntakeAsync()
    {
        // A reader without the scope sees the page without the card; that is no error of the page.
        if ((await Events.GetHistogramAsync(Caller, "", null, null, TimeSpan.FromMinutes(30), Gone)).IsDone(out EventHistogram? histogram, out _))
            _histogram = histogram;
        if ((await Sources.GetAsync(Caller, Gone)).IsDone(out SourceOverview? sources, out _))
            _sources = sources;
        if ((await Rules.GetCoverageAsync(Caller, Clock.GetUtcNow(), 1, Gone)).IsDone(out Coverage? coverage, out _))
            _coverage = coverage;
    }
}
