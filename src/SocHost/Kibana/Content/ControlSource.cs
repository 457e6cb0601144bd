namespace SocHost.Kibana.Content;

/// <summary>A choice above the panels: values of a field.</summary>
internal sealed record ControlSource(string Field, string View, LocalText Title);
