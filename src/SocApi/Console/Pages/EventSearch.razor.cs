using Microsoft.AspNetCore.Components;
using SocApi.Desk;

namespace SocApi.Console.Pages;

/// <summary>Search over events in KQL. The question is in the address, so it can be sent to a colleague.</summary>
public sealed partial class EventSearch
{
    private static readonly Dictionary<string, TimeSpan> Ranges = new()
    {
        ["15m"] = TimeSpan.FromMinutes(15),
        ["1h"] = TimeSpan.FromHours(1),
        ["24h"] = TimeSpan.FromHours(24),
        ["7d"] = TimeSpan.FromDays(7),
        ["30d"] = TimeSpan.FromDays(30),
    };

    private readonly List<EventView> _rows = [];
    private string _query = "";
    private string _range = "24h";
    private EventList? _events;
    private EventHistogram? _histogram;
    private string? _next;
    private bool _busy;
    private (string?, string?)? _loaded;

    [Inject]
    internal EventDesk Events { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    private string? Range { get; set; }

    private string Asked => Query ?? "";

    /// <summary>Where in the query the desk stopped to understand.</summary>
    private int? Position => Problem?.Members.GetValueOrDefault("position") is int at ? Math.Clamp(at, 0, Asked.Length) : null;

    private EventSearchRequest Request => new()
    {
        Query = Asked,
        From = (_events?.To ?? Clock.GetUtcNow().AddMinutes(1)) - Ranges[_range],
        To = _events?.To,
        PageSize = 100,
    };

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => Caller is null || _loaded == (Query, Range) ? Task.CompletedTask : LoadAsync();

    /// <inheritdoc/>
    protected override Task StartAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _loaded = (Query, Range);
        _query = Asked;
        _range = Range is not null && Ranges.ContainsKey(Range) ? Range : "24h";
        _events = null;
        _histogram = null;
        _rows.Clear();
        _busy = true;
        EventSearchRequest request = Request with { To = Clock.GetUtcNow().AddMinutes(1) };
        if (Take(await Events.SearchAsync(Caller, request, Gone)) is { } list)
        {
            _events = list;
            _rows.AddRange(list.Events);
            _next = list.Next;
            _histogram = Take(await Events.GetHistogramAsync(Caller, Asked, list.From, list.To, null, Gone));
        }

        _busy = false;
    }

    private async Task MoreAsync()
    {
        _busy = true;
        if (Take(await Events.SearchAsync(Caller, Request with { Cursor = _next }, Gone)) is { } list)
        {
            _rows.AddRange(list.Events);
            _next = list.Next;
        }

        _busy = false;
    }

    private async Task Ask()
    {
        (string query, string range) = (_query.Trim(), _range);
        if ((query, range) == (Asked, Range ?? "24h"))
        {
            await LoadAsync();
            return;
        }

        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("/search", new Dictionary<string, object?>
        {
            ["q"] = query.Length == 0 ? null : query,
            ["range"] = range == "24h" ? null : range,
        }));
    }
}
