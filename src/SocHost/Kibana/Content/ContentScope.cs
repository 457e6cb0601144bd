namespace SocHost.Kibana.Content;

/// <summary>What has been read so far, for what comes later to refer to.</summary>
internal sealed class ContentScope
{
    private readonly List<DataViewSource> _views = [];
    private readonly List<TagSource> _tags = [];
    private readonly List<SearchSource> _searches = [];
    private readonly List<DashboardSource> _dashboards = [];

    /// <summary>What fields are called.</summary>
    public Dictionary<string, LocalText> Labels { get; } = [];

    /// <summary>What a number of documents is called.</summary>
    public LocalText CountLabel { get; set; } = new("Số lượng", "Count");

    /// <summary>All that was read.</summary>
    public KibanaContent Content => new() { DataViews = _views, Tags = _tags, Searches = _searches, Dashboards = [.. _dashboards.OrderBy(static d => d.Order)], Labels = Labels };

    /// <summary>Adds a data view.</summary>
    public void Add(DataViewSource view) => _views.Add(view);

    /// <summary>Adds a tag.</summary>
    public void Add(TagSource tag) => _tags.Add(tag);

    /// <summary>Adds a saved search.</summary>
    public void Add(SearchSource search) => _searches.Add(search);

    /// <summary>Adds a dashboard.</summary>
    public void Add(DashboardSource dashboard) => _dashboards.Add(dashboard);
}
