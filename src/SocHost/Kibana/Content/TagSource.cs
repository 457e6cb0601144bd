namespace SocHost.Kibana.Content;

/// <summary>A tag that dashboards and searches are found by.</summary>
internal sealed record TagSource(string Id, LocalText Name, LocalText Description, string Color);
