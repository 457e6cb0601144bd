using System.Diagnostics.CodeAnalysis;

namespace SocHost.Kibana.Content;

/// <summary>Everything that is written in the content folder.</summary>
internal sealed record KibanaContent
{
    public required IReadOnlyList<DataViewSource> DataViews { get; init; }

    public required IReadOnlyList<TagSource> Tags { get; init; }

    public required IReadOnlyList<SearchSource> Searches { get; init; }

    public required IReadOnlyList<DashboardSource> Dashboards { get; init; }

    /// <summary>What a field is called.</summary>
    public required IReadOnlyDictionary<string, LocalText> Labels { get; init; }

    /// <summary>The data view of an id.</summary>
    public DataViewSource View(string id) => DataViews.First(v => v.Id == id);

    /// <summary>The data view of an id, if there is one.</summary>
    public bool TryView(string id, [NotNullWhen(true)] out DataViewSource? view)
    {
        view = DataViews.FirstOrDefault(v => v.Id == id);
        return view is not null;
    }
}
