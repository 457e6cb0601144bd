namespace SocStore.Elastic.Foreign;

/// <summary>What the settings say of a feed's events, which their documents do not: kept with what is evidence, so that it stays as it was.</summary>
/// <param name="Feed">The feed's name.</param>
/// <param name="Agency">Whose they are; null for nobody's.</param>
/// <param name="System">The city system; null when nobody said.</param>
/// <param name="Dataset">The dataset of documents that name none.</param>
internal sealed record ForeignOrigin(string Feed, string? Agency, string? System, string? Dataset)
{
    /// <summary>The source that its events are said to have come by.</summary>
    public string Source => "foreign/" + Feed;
}
