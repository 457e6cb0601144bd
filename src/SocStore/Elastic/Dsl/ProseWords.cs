using System.Text;
using SocCore.Conditions;

namespace SocStore.Elastic.Dsl;

/// <summary>
/// What a pattern demands of the words of a prose field: whole words, and beginnings, endings or insides of words. Only
/// ASCII letters and digits count, which the standard analyzer never parts and always makes small.
/// </summary>
internal static class ProseWords
{
    /// <summary>Signs at which the analyzer always ends a word, whatever stands around them.</summary>
    private const string Ends = " \t\r\n=()[]{}<>|/\\\"";

    private const int ShortestFragment = 2;

    /// <summary>A query that every field meets whose whole text meets the pattern.</summary>
    public static DslQuery Demand(string path, TextPattern pattern)
    {
        List<string> whole = [];
        List<DslQuery> demands = [];
        IReadOnlyList<TextPart> parts = pattern.Parts;
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind != TextPartKind.Literal)
                continue;
            string text = parts[i].Text;
            for (int at = 0; at < text.Length;)
            {
                int end = at;
                while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
                    end++;
                if (end - at is >= ShortestFragment and <= 255)
                {
                    bool begins = at == 0 ? i == 0 : Ends.Contains(text[at - 1], StringComparison.Ordinal);
                    bool closes = end == text.Length ? i == parts.Count - 1 : Ends.Contains(text[end], StringComparison.Ordinal);
                    Add(text[at..end].ToLowerInvariant(), begins, closes);
                }

                at = end + 1;
            }
        }

        if (whole.Count > 0)
            demands.Add(DslQuery.Words(path, string.Join(' ', whole.Distinct())));
        return demands.Count == 0 ? DslQuery.Exists(path) : DslQuery.All(demands);

        void Add(string word, bool begins, bool closes)
        {
            if (begins && closes)
                whole.Add(word);
            else if (begins)
                demands.Add(DslQuery.Prefix(path, word));
            else
                demands.Add(DslQuery.Regexp(path, closes ? $".*{word}" : $".*{word}.*"));
        }
    }
}
