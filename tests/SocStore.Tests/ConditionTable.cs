using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SocCore.Conditions;
using SocCore.Storage;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Events;
using SocStore.Embedded.Events;

namespace SocStore.Tests;

/// <summary>What each back end makes of each node of a condition on each kind of field, asked of the translators themselves.</summary>
internal static class ConditionTable
{
    private static readonly TimeZoneInfo City = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
    private static readonly DateTimeOffset Noon = new(2026, 3, 12, 5, 0, 0, TimeSpan.Zero);

    private static readonly (string Kind, string Field)[] Kinds =
    [
        ("keyword", "user.name"), ("prose", "message"), ("whole number", "source.port"), ("number", "event.risk_score"), ("truth", "process.interactive"),
        ("date", "event.ingested"), ("address", "source.ip"), ("any other name", "vendor.note"),
    ];

    private static readonly (string Node, Func<FieldRef, Condition> Make)[] Nodes =
    [
        ("present", static f => new ExistsLeaf(f)),
        ("any value `*`", static f => new TextLeaf(f, TextPattern.Parse("*"))),
        ("text, case counts", static f => new TextLeaf(f, TextPattern.Exactly("Đăng nhập"), Cased: true)),
        ("text, case folded", static f => new TextLeaf(f, TextPattern.Exactly("Đăng nhập"))),
        ("begins with", static f => new TextLeaf(f, TextPattern.Parse("đăng*"))),
        ("ends with", static f => new TextLeaf(f, TextPattern.Parse("*nhập"))),
        ("contains", static f => new TextLeaf(f, TextPattern.Parse("*nhập*"))),
        ("inner `*` and `?`", static f => new TextLeaf(f, TextPattern.Parse("đ*nh?p"))),
        ("address by its first numbers `192.0.2.*`", static f => new TextLeaf(f, TextPattern.Parse("192.0.2.*"))),
        ("a text of 25,000 letters", static f => new TextLeaf(f, TextPattern.Exactly(new string('a', 25_000)))),
        ("number equals", static f => new NumberLeaf(f, Comparison.Equal, 443)),
        ("number less or greater", static f => new NumberLeaf(f, Comparison.Less, 1024)),
        ("address in a network", static f => new AddressLeaf(f, Network.Parse("192.0.2.0/24"))),
        ("regular expression", static f => new RegexLeaf(f, "nh(ậ|a)p", RegexOptions.IgnoreCase)),
        ("same as another field", static f => new SameAsLeaf(f, FieldRef.Of("user.id"))),
        ("instant before, at or after", static f => new InstantLeaf(f, Comparison.Less, Noon)),
        ("instant equals", static f => new InstantLeaf(f, Comparison.Equal, Noon)),
        ("hour, day, month …", static f => new TimePartLeaf(f, TimePart.Hour, Comparison.Less, 6, City)),
    ];

    /// <summary>The whole page.</summary>
    public static string Write()
    {
        StringBuilder page = new();
        page.Append(
            """
            # What each store makes of a condition

            Generated from the translators; a test compares it with them.

            The matcher decides on one event at a time, and its verdict is what a condition means: every node is exact there. A store's query is
            either **exact** (finds what the matcher finds) or a **superset** (misses nothing, and the matcher looks at what was found again).
            `all`, `any` and `not` are exact when everything below them is; under a `not` the sure part and the possible part change places.
            Each kind of field is shown by one of its fields.

            ## Embedded store

            Of a file whose columns hold all values as they are; a file with odd values in a column answers from the document, as for any other name.


            """);
        Table(page, static c => ConditionToSql.Translate(c, 0, new SqlParameters()).IsExact);
        page.Append(
            """

            Refused in words: more than 2,000 parts, or nesting deeper than 100.

            ## Elasticsearch and OpenSearch

            Exact but for documents that are marked odd in a field that the condition reads (`soc.odd`: a text in a field of numbers, a value too
            long for a term, an object in a list …): on these the matcher decides.


            """);
        EventIndex index = new();
        Table(page, c => ConditionToDsl.Translate(c, index).IsExact);
        page.Append(CultureInfo.InvariantCulture, $"\nRefused in words: more than {index.MostClauses:N0} clauses in one query, or nesting deeper than {index.DeepestNesting}.\n");
        return page.ToString();
    }

    private static void Table(StringBuilder page, Func<Condition, bool> isExact)
    {
        page.Append("| node | ").AppendJoin(" | ", Kinds.Select(static k => $"{k.Kind} (`{k.Field}`)")).Append(" |\n");
        page.Append("|---|").Insert(page.Length, "---|", Kinds.Length).Append('\n');
        foreach ((string node, Func<FieldRef, Condition> make) in Nodes)
            page.Append("| ").Append(node).Append(" | ").AppendJoin(" | ", Kinds.Select(k => Word(make(FieldRef.Of(k.Field))))).Append(" |\n");
        string keyword = Word(new KeywordLeaf(TextPattern.Parse("*nhập*")));
        page.Append("\nA keyword in any field: ").Append(keyword).Append(".\n");

        string Word(Condition condition)
        {
            try
            {
                return isExact(condition) ? "exact" : "superset";
            }
            catch (UnsupportedConditionException)
            {
                return "refused";
            }
        }
    }
}
