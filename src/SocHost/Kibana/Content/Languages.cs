namespace SocHost.Kibana.Content;

/// <summary>The languages that every text of the content is written in; each makes a bundle with ids of its own.</summary>
internal static class Languages
{
    /// <summary>Vietnamese.</summary>
    public const string Vietnamese = "vi";

    /// <summary>English.</summary>
    public const string English = "en";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Vietnamese, English];
}
