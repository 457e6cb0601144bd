namespace SocHost.Kibana.Content;

/// <summary>Markdown.</summary>
internal sealed record TextPanel(string Id, LocalText Title, int Width, int Height, LocalText Text) : PanelSource(Id, Title, Width, Height);
