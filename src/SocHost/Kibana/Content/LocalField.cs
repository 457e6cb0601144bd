namespace SocHost.Kibana.Content;

/// <summary>A field that documents have once a language, as <c>incident.title.{language}</c>: each bundle shows its own.</summary>
internal static class LocalField
{
    private const string Mark = "{language}";

    /// <summary>The field's name in a language.</summary>
    public static string In(string field, string language) => field.Replace(Mark, language, StringComparison.Ordinal);
}
