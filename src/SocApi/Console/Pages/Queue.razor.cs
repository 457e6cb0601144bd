using Microsoft.AspNetCore.Components;
using SocApi.Desk;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;

namespace SocApi.Console.Pages;

/// <summary>
/// The incident queue. While it is open no row moves: what changes is changed in its place, what is new is announced and
/// comes when the reader asks for it.
/// </summary>
public sealed partial class Queue
{
    private static readonly RuleLevel[] Levels = [RuleLevel.Critical, RuleLevel.High, RuleLevel.Medium, RuleLevel.Low];

    private readonly Dictionary<string, long> _counts = [];
    private readonly HashSet<Guid> _fresh = [];
    private readonly HashSet<Guid> _justShown = [];
    private QueueView _view = QueueView.All[0];
    private List<IncidentView>? _rows;
    private string? _next;
    private long? _total;
    private (string?, string?, string?, string?)? _loaded;

    [SupplyParameterFromQuery(Name = "view")]
    private string? View { get; set; }

    [SupplyParameterFromQuery(Name = "severity")]
    private string? Severity { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    private bool IsNarrowed => !string.IsNullOrEmpty(Severity) || !string.IsNullOrEmpty(Text) || _view != QueueView.All[0];

    private IncidentListRequest Request => new()
    {
        Status = _view.Status,
        MinSeverity = IncidentWords.TryRead(Severity, out RuleLevel level) ? level : null,
        Text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(),
        Assignee = _view.IsMine ? Caller.Subject : null,
        Sort = Sort switch
        {
            "severity" => IncidentSort.SeverityDescending,
            "modified" => IncidentSort.ModifiedDescending,
            "oldest" => IncidentSort.CreatedAscending,
            _ => IncidentSort.CreatedDescending,
        },
    };

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        // The page may be rendered again for other reasons; only another question is asked again.
        (string?, string?, string?, string?) wanted = (View, Severity, Text, Sort);
        if (Caller is null || _loaded == wanted)
            return Task.CompletedTask;
        return LoadAsync();
    }

    /// <inheritdoc/>
    protected override Task StartAsync() => LoadAsync();

    private protected override async Task ChangedAsync(IReadOnlyList<ChangeRow> changes)
    {
        if (_rows is null)
            return;
        HashSet<Guid> shown = [.. _rows.Select(static r => r.Incident.Uid)];
        foreach (Guid uid in changes.Select(static c => c.IncidentUid).Distinct().Where(shown.Contains))
        {
            if ((await Incidents.GetAsync(Caller, uid.ToString(), Gone)).IsDone(out IncidentView? now, out _))
                _rows[_rows.FindIndex(r => r.Incident.Uid == uid)] = now;
        }

        if (changes.Any(c => !shown.Contains(c.IncidentUid)) && (await Incidents.ListAsync(Caller, Request, Gone)).IsDone(out IncidentList? list, out _))
        {
            HashSet<Guid> changed = [.. changes.Select(static c => c.IncidentUid)];
            _fresh.UnionWith(list.Incidents.Select(static i => i.Incident.Uid).Where(uid => !shown.Contains(uid) && changed.Contains(uid)));
            _total = list.Total;
        }

        await CountAsync();
    }

    private async Task LoadAsync()
    {
        _loaded = (View, Severity, Text, Sort);
        _view = QueueView.Find(View);
        _fresh.Clear();
        _justShown.Clear();
        if (Take(await Incidents.ListAsync(Caller, Request, Gone)) is not { } list)
        {
            _rows ??= [];
            return;
        }

        _rows = [.. list.Incidents];
        _next = list.Next;
        _total = list.Total;
        await CountAsync();
    }

    private async Task CountAsync()
    {
        foreach (QueueView view in QueueView.All)
        {
            IncidentListRequest request = Request with { Status = view.Status, Assignee = view.IsMine ? Caller.Subject : null, PageSize = 1 };
            if ((await Incidents.ListAsync(Caller, request, Gone)).IsDone(out IncidentList? list, out _) && list.Total is { } total)
                _counts[view.Name] = total;
            else
                _counts.Remove(view.Name);
        }
    }

    private async Task ShowFreshAsync()
    {
        Guid[] fresh = [.. _fresh];
        await LoadAsync();
        _justShown.UnionWith(fresh);
    }

    private async Task MoreAsync()
    {
        if (_rows is null || Take(await Incidents.ListAsync(Caller, Request with { Cursor = _next }, Gone)) is not { } list)
            return;
        HashSet<Guid> shown = [.. _rows.Select(static r => r.Incident.Uid)];
        _rows.AddRange(list.Incidents.Where(i => !shown.Contains(i.Incident.Uid)));
        _next = list.Next;
    }

    private void Go(string? view, string? severity, string? text, string? sort) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("/incidents", new Dictionary<string, object?>
        {
            ["view"] = view == QueueView.All[0].Name ? null : Blank(view),
            ["severity"] = Blank(severity),
            ["q"] = Blank(text),
            ["sort"] = Blank(sort),
        }));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
