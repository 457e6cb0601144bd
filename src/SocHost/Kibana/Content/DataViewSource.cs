namespace SocHost.Kibana.Content;

/// <summary>A data view: which indices, and which field is their time.</summary>
internal sealed record DataViewSource(string Id, string Pattern, LocalText Name, string TimeField, IndexFields Fields);
