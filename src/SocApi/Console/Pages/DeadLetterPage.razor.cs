using Microsoft.AspNetCore.Components;
using SocApi.Desk;
using SocCore.Storage;

namespace SocApi.Console.Pages;

/// <summary>What could not be read, kept whole; and again after the source was mended.</summary>
public sealed partial class DeadLetterPage
{
    private static readonly string[] Stages = ["framing", "decode", "mapping", "store"];

    private DeadLetterList? _letters;
    private IReadOnlyList<string> _sources = [];
    private ReplayResult? _outcome;
    private bool _busy;
    private (string?, string?)? _loaded;

    [Inject]
    internal SourceDesk Sources { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "source")]
    private string? Source { get; set; }

    [SupplyParameterFromQuery(Name = "stage")]
    private string? Stage { get; set; }

    private DeadLetterQuery Query => new(
        string.IsNullOrEmpty(Source) ? null : Source,
        Array.IndexOf(Stages, Stage) >= 0 ? Stage : null,
        Limit: 200);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => Caller is null || _loaded == (Source, Stage) ? Task.CompletedTask : LoadAsync();

    /// <inheritdoc/>
    protected override async Task StartAsync()
    {
        if ((await Sources.GetAsync(Caller, Gone)).IsDone(out SourceOverview? overview, out _))
            _sources = [.. overview.Sources.Select(static s => s.Id).Order(StringComparer.Ordinal)];
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _loaded = (Source, Stage);
        _outcome = null;
        _letters = Take(await Sources.GetDeadLettersAsync(Caller, Query, Gone));
    }

    private async Task<DeadLetterView?> ReadAsync(string id) => Take(await Sources.GetDeadLetterAsync(Caller, id, Gone));

    private async Task ReplayAsync()
    {
        _busy = true;
        _outcome = null;
        ReplayResult sum = new(0, 0, 0, null);
        do
        {
            // A part at a time, so that a long replay shows how far it is.
            if (Take(await Sources.ReplayAsync(Caller, Query with { Limit = SourceDesk.MaxLetters }, sum.Next, Gone)) is not { } part)
                break;
            sum = sum.Plus(part);
            _outcome = sum;
            StateHasChanged();
        }
        while (sum.Next is not null);
        _busy = false;
        if (_outcome is null)
            return;
        await LoadAsync();
        _outcome = sum;
    }

    private void Go(string? source, string? stage) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("/dead-letters", new Dictionary<string, object?>
        {
            ["source"] = string.IsNullOrEmpty(source) ? null : source,
            ["stage"] = string.IsNullOrEmpty(stage) ? null : stage,
        }));
}
