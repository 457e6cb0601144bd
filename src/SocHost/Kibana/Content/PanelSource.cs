namespace SocHost.Kibana.Content;

/// <summary>One panel; panels flow from left to right and wrap at the grid's 48 columns.</summary>
internal abstract record PanelSource(string Id, LocalText Title, int Width, int Height);
