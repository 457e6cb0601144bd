namespace SocHost.Kibana.Content;

/// <summary>A text in both languages.</summary>
internal sealed record LocalText(string Vi, string En)
{
    /// <summary>In the place of a text that could not be read.</summary>
    public static LocalText Unread { get; } = new("", "");

    /// <summary>The text in a language.</summary>
    public string In(string language) => language == Languages.Vietnamese ? Vi : En;
}
