namespace SocHost.Kibana.Content;

/// <summary>A query that documents are grouped by, and the group's name.</summary>
internal sealed record NamedQuery(string Query, LocalText Title);
