namespace SocHost.Kibana.Content;

/// <summary>A saved search: documents of a data view, as rows.</summary>
internal sealed record SearchSource(
    string Id, LocalText Title, LocalText Description, string View, string Query, IReadOnlyList<string> Columns, IReadOnlyList<string> Tags);
