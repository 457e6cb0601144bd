using SocCore.Incidents;
using SocCore.Storage;
using SocStore.Cases;
using SocStore.Elastic.Dsl;

namespace SocStore.Elastic.Cases;

/// <summary>
/// The text search over incidents: what may be found is kept word by word as terms, without case and marks, and a search
/// looks for its words inside of them. A word has no white space, so none lies across two terms.
/// </summary>
internal static class SearchWords
{
    private const int LongestWord = 200;
    private const int LongestTerm = 4_000;

    /// <summary>What everybody who sees the incident may find.</summary>
    public static IEnumerable<string> Shared(Incident incident) => Terms(SearchText.Shared(incident));

    /// <summary>What the city SOC may find besides.</summary>
    public static IEnumerable<string> City(Incident incident) => Terms(SearchText.Entities(incident, AgencyScope.City));

    /// <summary>What each agency may find besides: only entities of its own evidence.</summary>
    public static IEnumerable<string> Agencies(Incident incident, IEnumerable<string> agencies) => agencies
        .Where(static a => !AgencyScope.Of(a).SeesAll)
        .SelectMany(a => Terms(SearchText.Entities(incident, AgencyScope.Of(a))).Select(t => KeyOf(a) + t));

    /// <summary>The query for one folded word.</summary>
    public static DslQuery Find(string word, AgencyScope scope)
    {
        string inside = LuceneExpression.Literal(word.Length > LongestWord ? word[..LongestWord] : word);
        return DslQuery.Any(
        [
            DslQuery.Regexp("shared_words", $".*{inside}.*"),
            scope.SeesAll
                ? DslQuery.Regexp("city_words", $".*{inside}.*")
                : DslQuery.Regexp("agency_words", $"{LuceneExpression.Literal(KeyOf(scope.Agency!))}.*{inside}.*"),
        ]);
    }

    private static string KeyOf(string agency) => agency + " ";

    private static HashSet<string> Terms(string text)
    {
        HashSet<string> terms = [];
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            // Pieces of what is too long for a term overlap by the longest word that is looked for.
            for (int at = 0; at == 0 || at < word.Length - LongestWord; at += LongestTerm - LongestWord)
                terms.Add(word.Substring(at, Math.Min(LongestTerm, word.Length - at)));
        }

        return terms;
    }
}
