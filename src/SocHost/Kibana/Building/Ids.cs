namespace SocHost.Kibana.Building;

/// <summary>Ids in one language: always the same for the same content, so that an import replaces what an earlier one brought.</summary>
internal sealed class Ids(string language)
{
    private const string Product = "soc";

    /// <summary>The id of a data view.</summary>
    public string View(string id) => $"{Product}-view-{id}-{language}";

    /// <summary>The id of a tag.</summary>
    public string Tag(string id) => $"{Product}-tag-{id}-{language}";

    /// <summary>The id of a saved search.</summary>
    public string Search(string id) => $"{Product}-search-{id}-{language}";

    /// <summary>The id of a dashboard.</summary>
    public string Dashboard(string id) => $"{Product}-{id}-{language}";
}
