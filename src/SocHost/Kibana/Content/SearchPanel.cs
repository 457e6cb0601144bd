namespace SocHost.Kibana.Content;

/// <summary>A saved search, by reference.</summary>
internal sealed record SearchPanel(string Id, LocalText Title, int Width, int Height, string Search) : PanelSource(Id, Title, Width, Height);
