using System.Globalization;
using SocApi.Auth;
using SocCollector;
using SocCollector.Pipeline;
using SocCore.Conditions;
using SocCore.Incidents;
using SocCore.Ports;
using SocCore.Storage;
using SocHost.Commands;
using SocHost.Local;
using SocHost.Settings;
using SocHost.Simulation;
using SocHost.Simulation.Sending;

namespace SocHost.Demo;

/// <summary>One demo: the whole program on a folder of its own, the city's lines through its listeners, incidents as they rise.</summary>
internal sealed class DemoRun(SocSettings settings, DemoChoices choices) : IAsyncDisposable
{
    private static readonly TimeSpan ScenarioLength = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan PlayTime = TimeSpan.FromSeconds(12);

    private readonly WebApplication _app = SocApplication.Build(settings, Target.All, new RunChoices { Quiet = true });
    private readonly TextWriter _say = choices.Json ? Console.Error : Console.Out;
    private DateTimeOffset? _firstIncident;

    /// <summary>Plays it; returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await _app.StartAsync(cancel);
        await GreetAsync(cancel);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Scenario scenario = Scenario.Create(choices.Seed, now - ScenarioLength, ScenarioLength, choices.WithAttacker);
        using CancellationTokenSource following = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task follower = FollowAsync(following.Token);
        await using CitySender sender = new(DemoFolder.Endpoints(_app.Services.GetRequiredService<Collector>(), settings));
        await sender.PlayAsync(scenario.Lines(), ScenarioLength / PlayTime, TimeProvider.System, cancel);
        string? notice = await SettleAsync(sender.Sent, cancel);
        if (notice is not null)
            await Console.Error.WriteLineAsync($"soc: {notice}");
        if (!choices.Once)
        {
            await _say.WriteLineAsync("The scenario is over; the city lives on. Ctrl-C ends the demo.");
            await sender.PlayAsync(scenario.Afterwards(), 1, TimeProvider.System, cancel);
        }

        await following.CancelAsync();
        await follower;
        DemoSummary summary = await SummarizeAsync(scenario, notice, cancel);
        if (choices.Json)
            Output.Object(summary);
        else
            Print(summary, scenario);
        return choices.WithAttacker && summary.Attacks.Values.Any(static a => !a.Found) ? 1 : 0;
    }

    /// <summary>Stops before it takes anything away, also when the demo was broken off: jobs still run then.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task GreetAsync(CancellationToken cancel)
    {
        string url = settings.Options.Http.Url;
        string code = await _app.Services.GetRequiredService<OneTimeLinks>().CreateAsync(new TokenRequest("demo", Roles.Lead, AgencyScope.CitySoc, TimeSpan.FromHours(12), "Demo"), cancel);
        IssuedToken token = LocalTokens.Create(settings, new TokenRequest("demo", Roles.Lead, AgencyScope.CitySoc, TimeSpan.FromHours(12)));
        await _say.WriteLineAsync($"SmartCity SOC demo, data in {settings.DataFolder}");
        await _say.WriteLineAsync($"  console  {url}{OneTimeLinks.PathOf(code)}   (signs one person in, once)");
        await _say.WriteLineAsync($"  API      {url}/api/v1/incidents   documents at {url}/scalar");
        await _say.WriteLineAsync($"  token    {token.Jwt}");
        await _say.WriteLineAsync();
    }

    /// <summary>Prints incidents as they rise.</summary>
    private async Task FollowAsync(CancellationToken cancel)
    {
        ICaseStore cases = _app.Services.GetRequiredService<ICaseStore>();
        long after = 0;
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                IReadOnlyList<ChangeRow> changes = await cases.GetChangesAsync(after, 100, AgencyScope.City, cancel);
                foreach (ChangeRow change in changes)
                {
                    after = change.Sequence;
                    if (change.Change.Kind == "created" && await cases.GetIncidentAsync(change.IncidentUid, AgencyScope.City, cancel) is { } incident)
                        await AnnounceAsync(incident);
                }

                if (changes.Count == 0)
                    await cases.WaitForChangeAsync(after, TimeSpan.FromSeconds(1), cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The demo is over.
        }
    }

    private async Task AnnounceAsync(Incident incident)
    {
        _firstIncident ??= TimeProvider.System.GetUtcNow();
        string who = string.Join(", ", incident.Entities.Take(3).Select(static e => e.Value));
        await _say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {incident.Number}  {incident.Severity,-8}  {string.Join('+', incident.Systems)}  {Title(incident)}  {Output.Visible(who)}"));
    }

    private static string Title(Incident incident) =>
        incident.Titles.TryGetValue(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, out string? title) ? title : incident.Title;

    /// <summary>Waits until every line has its fate and every published event was scanned; gives back what kept it from that.</summary>
    private async Task<string?> SettleAsync(long sent, CancellationToken cancel)
    {
        DemoSettling settling = new(sent, TimeProvider.System);
        while (true)
        {
            DemoProgress progress = await MeasureAsync(cancel);
            DemoEnding? ending = settling.See(progress);
            if (ending is null)
            {
                await Task.Delay(100, cancel);
                continue;
            }

            return ending switch
            {
                DemoEnding.LinesLost => string.Create(CultureInfo.InvariantCulture, $"{sent - progress.Received} of {sent} lines never came; UDP may lose lines on a busy machine"),
                DemoEnding.CutShort => string.Create(
                    CultureInfo.InvariantCulture,
                    $"cut short after {DemoSettling.Ceiling.TotalMinutes:0} minutes: {progress.Received} of {sent} lines received, {progress.Undelivered} not delivered, {progress.Unscanned} events not scanned; what was found by now may not be all"),
                _ => null,
            };
        }
    }

    /// <summary>Where the detector's committed cursors stand against what is published: its own word for it is as old as its last scan.</summary>
    private async Task<DemoProgress> MeasureAsync(CancellationToken cancel)
    {
        Accounting accounting = _app.Services.GetRequiredService<Collector>().Status.Accounting;
        long pending = _app.Services.GetRequiredService<IRuleBench>().Lag.PendingEvents;
        IReadOnlyList<SpoolPosition> cursors = await _app.Services.GetRequiredService<ICaseStore>().GetCursorsAsync(cancel);
        IReadOnlyList<SpoolPosition> published = await _app.Services.GetRequiredService<IEventStore>().GetPublishedAsync(cancel);
        long behind = published.Sum(p => Math.Max(0, p.Sequence - cursors.FirstOrDefault(c => c.Spool == p.Spool).Sequence));
        return new DemoProgress(accounting.Accepted, accounting.Spooled, Math.Max(pending, behind));
    }

    private async Task<DemoSummary> SummarizeAsync(Scenario scenario, string? notice, CancellationToken cancel)
    {
        IServiceProvider services = _app.Services;
        List<Incident> incidents = [];
        IncidentPage page = new([], null, 0);
        do
        {
            page = await services.GetRequiredService<ICaseStore>().SearchIncidentsAsync(new IncidentQuery { Limit = 200, After = page.Next }, AgencyScope.City, cancel);
            incidents.AddRange(page.Incidents);
        }
        while (page.Next is not null);
        EventQuery all = new(Condition.True, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        return new DemoSummary
        {
            Events = await services.GetRequiredService<IEventStore>().CountAsync(all, AgencyScope.City, cancel),
            DeadLetters = await services.GetRequiredService<IStateStore>().CountDeadLettersAsync(AgencyScope.City, cancel),
            DeadLettersPlanted = scenario.PlantedDeadLetters,
            Incidents = incidents.Count,
            Rules = Count(incidents.Select(static i => i.RuleId ?? "by hand")),
            Systems = Count(incidents.SelectMany(static i => i.Systems)),
            Attacks = scenario.Attacks.ToDictionary(static a => a.Id, a => new DemoAttack(a.RuleId, incidents.Exists(i => i.RuleId == a.RuleId))),
            SecondsToFirstIncident = _firstIncident is { } first ? Math.Round((first - choices.ProcessStart).TotalSeconds, 2) : null,
            Notice = notice,
            Store = settings.Options.Store.Kind.ToString(),
            Seed = choices.Seed,
            PeakRssMib = PeakMemory.Mib(),
            DuckdbMemoryLimit = settings.Options.Store.Embedded.MemoryLimit,
        };
    }

    private static SortedDictionary<string, int> Count(IEnumerable<string> names) =>
        new(names.GroupBy(static n => n).ToDictionary(static g => g.Key, static g => g.Count()), StringComparer.Ordinal);

    private void Print(DemoSummary summary, Scenario scenario)
    {
        _say.WriteLine();
        _say.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{summary.Events} events, {summary.Incidents} incidents of {summary.Rules.Count} rules in {summary.Systems.Count} systems, {summary.DeadLetters} unreadable lines ({summary.DeadLettersPlanted} planted)"));
        foreach (PlantedAttack attack in scenario.Attacks)
            _say.WriteLine($"  {(summary.Attacks[attack.Id].Found ? "found " : "MISSED")} {attack.Id}: {attack.Description}");
        _say.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first incident after {summary.SecondsToFirstIncident} s; peak memory {summary.PeakRssMib} MiB, of which DuckDB may use {summary.DuckdbMemoryLimit}"));
    }
}
