using Microsoft.AspNetCore.Components;
using SocApi.Desk;
using SocApi.Problems;
using SocCore.Incidents.Workflow;
using SocCore.Storage;

namespace SocApi.Console.Pages;

/// <summary>One incident: why it was raised, what it rests on, what was done, and what may be done now.</summary>
public sealed partial class IncidentPage
{
    private IncidentDetail? _detail;
    private IReadOnlyList<ChangeRow> _history = [];
    private string? _said;
    private Problem? _conflict;
    private string? _loaded;

    /// <summary>Uid or number.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => Caller is null || _loaded == Id ? Task.CompletedTask : LoadAsync();

    /// <inheritdoc/>
    protected override Task StartAsync() => LoadAsync();

    private protected override async Task ChangedAsync(IReadOnlyList<ChangeRow> changes)
    {
        if (_detail is null)
            return;
        ChangeRow? last = changes.LastOrDefault(c => c.IncidentUid == _detail.View.Incident.Uid);
        if (last is null || last.Version <= _detail.View.Incident.Version)
            return;
        await LoadAsync();
        _said = T["Incident.ChangedBy", T.Actor(last.Change.Actor)];
    }

    private async Task LoadAsync()
    {
        _loaded = Id;
        IncidentDetail? detail = Take(await Incidents.GetDetailAsync(Caller, Id, Gone));
        _detail = detail;
        if (detail is not null && Take(await Incidents.GetHistoryAsync(Caller, Id, Gone)) is { } history)
            _history = [.. history.Rows.Reverse()];
    }

    /// <summary>Does an action on the version that the form was opened on. A lost race opens the dialog that shows both.</summary>
    private async Task<Problem?> ActAsync(IncidentAction action, long version)
    {
        Answer<IncidentView> answer = await Incidents.ActAsync(Caller, Id, version, action, Gone);
        _conflict = answer.Problem?.Kind == ProblemKinds.StaleVersion ? answer.Problem : null;
        await ShowAsync(answer.Problem);
        return answer.Problem;
    }

    private void ConflictOver()
    {
        _conflict = null;
        StateHasChanged();
    }

    private async Task<Problem?> CommentAsync(string text)
    {
        Answer<IncidentView> answer = await Incidents.CommentAsync(Caller, Id, text, Gone);
        await ShowAsync(answer.Problem);
        return answer.Problem;
    }

    /// <summary>Shows the incident as it is after an action; a refusal other than a lost race changed nothing.</summary>
    private async Task ShowAsync(Problem? problem)
    {
        if (problem is not null && _conflict is null)
            return;
        if (problem is null)
            _said = T["Incident.Saved"];
        await LoadAsync();
        StateHasChanged();
    }
}
