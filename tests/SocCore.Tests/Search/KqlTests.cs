using CsCheck;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Search;
using SocTesting;
using Xunit;

namespace SocCore.Tests.Search;

public sealed class KqlTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 5, 30, 0, TimeSpan.Zero);

    // Queries may add so many names and no more, and hostile text uses them up: in whatever order the tests run, this one is among them.
    public KqlTests() => Parse("vendorx.some.field:x", KqlSchema.Events);

    [Theory]
    [InlineData("", "true")]
    [InlineData("  ", "true")]
    [InlineData("*", "true")]
    [InlineData("failed", "keyword '*failed*'")]
    [InlineData("\"failed password\"", "keyword '*failed password*'")]
    [InlineData("fail* pass?ord", "(keyword '*fail*' and keyword '*pass?ord*')")]
    [InlineData("user.name:root", "user.name = 'root'")]
    [InlineData("user.name : root", "user.name = 'root'")]
    [InlineData("user.name:ro*", "user.name = 'ro*'")]
    [InlineData("user.name:\"ro*\"", @"user.name = 'ro\*'")]
    [InlineData(@"user.name:ro\*", @"user.name = 'ro\*'")]
    [InlineData("user.name:\"a \\\"b\\\"\"", "user.name = 'a \"b\"'")]
    [InlineData("user.name:*", "exists(user.name)")]
    [InlineData("user.name:(root or admin)", "(user.name = 'root' or user.name = 'admin')")]
    [InlineData("user.name:(root or (adm* and not admin))", "(user.name = 'root' or (user.name = 'adm*' and not user.name = 'admin'))")]
    [InlineData("not user.name:(root or admin)", "not (user.name = 'root' or user.name = 'admin')")]
    [InlineData("a or b and c", "(keyword '*a*' or (keyword '*b*' and keyword '*c*'))")]
    [InlineData("(a or b) and c", "((keyword '*a*' or keyword '*b*') and keyword '*c*')")]
    [InlineData("a b or c", "((keyword '*a*' and keyword '*b*') or keyword '*c*')")]
    [InlineData("NOT a AND b", "(not keyword '*a*' and keyword '*b*')")]
    [InlineData("not not a", "not not keyword '*a*'")]
    [InlineData("a and not b", "(keyword '*a*' and not keyword '*b*')")]
    [InlineData("\"and\"", "keyword '*and*'")]
    [InlineData("android", "keyword '*android*'")]
    [InlineData("a and (b and c)", "(keyword '*a*' and keyword '*b*' and keyword '*c*')")]
    [InlineData("message:failed", "message = '*failed*'")]
    [InlineData("message:\"Thất bại\"", "message = '*Thất bại*'")]
    [InlineData("source.ip:192.0.2.1", "source.ip in 192.0.2.1")]
    [InlineData("source.ip:192.0.2.0/24", "source.ip in 192.0.2.0/24")]
    [InlineData("source.ip:2001:db8::/32", "source.ip in 2001:db8::/32")]
    [InlineData("source.ip:(192.0.2.0/24 or 198.51.100.7)", "(source.ip in 192.0.2.0/24 or source.ip in 198.51.100.7)")]
    [InlineData("source.ip:192.0.2.*", "source.ip = '192.0.2.*'")]
    [InlineData("source.port:443", "source.port == 443")]
    [InlineData("source.port >= 1024", "source.port >= 1024")]
    [InlineData("source.port<1024 and source.port>22", "(source.port < 1024 and source.port > 22)")]
    [InlineData("event.code >= 4624", "event.code >= 4624")]
    [InlineData("city.ot.write:true", "city.ot.write = 'true'")]
    [InlineData("@timestamp >= now-24h", "@timestamp >= 2026-03-11T05:30:00.000Z")]
    [InlineData("@timestamp < now/d", "@timestamp < 2026-03-11T17:00:00.000Z")]
    [InlineData("@timestamp:2026-03-12", "(@timestamp >= 2026-03-11T17:00:00.000Z and @timestamp < 2026-03-12T17:00:00.000Z)")]
    [InlineData("@timestamp <= 2026-03-12T07:30:00Z", "@timestamp <= 2026-03-12T07:30:00.000Z")]
    [InlineData("@timestamp <= \"2026-03-12T07:30:00\"", "@timestamp <= 2026-03-12T00:30:00.000Z")]
    [InlineData("vendorx.some.field:x", "vendorx.some.field = 'x'")]
    public void Event_query_means(string kql, string condition) => Assert.Equal(condition, Parse(kql, KqlSchema.Events).ToString());

    [Theory]
    [InlineData("status:new", "soc.incident.status = 'new'")]
    [InlineData("status:(new or in_progress) and severity >= high", "((soc.incident.status = 'new' or soc.incident.status = 'in_progress') and soc.incident.severity >= 4)")]
    [InlineData("severity:5", "soc.incident.severity == 5")]
    [InlineData("đăng nhập", "(soc.incident.text = '*dang*' and soc.incident.text = '*nhap*')")]
    [InlineData("tags:T1110*", "soc.incident.tags = 'T1110*'")]
    public void Incident_query_means(string kql, string condition) => Assert.Equal(condition, Parse(kql, KqlSchema.Incidents).ToString());

    [Theory]
    [InlineData("(a", 2, "opened at 0 is not closed", ")")]
    [InlineData("a)", 1, "closes nothing", "and")]
    [InlineData("()", 1, "cannot stand here", "value")]
    [InlineData("user.name:", 10, "a value of 'user.name' is needed", "value")]
    [InlineData("user.name:(root", 15, "opened at 10 is not closed", ")")]
    [InlineData("user.name:()", 11, "cannot stand here", "value")]
    [InlineData("not", 3, "ends where something to look for", "field")]
    [InlineData("a and", 5, "ends where something to look for", "value")]
    [InlineData("or a", 0, "stand between two parts", "value")]
    [InlineData("a or or b", 5, "stand between two parts", "value")]
    [InlineData("user.name:and", 10, "stand between two parts", "value")]
    [InlineData("\"open", 5, "quote opened at 0 is not closed", "\"")]
    [InlineData("user.nmae:root", 0, "did you mean user.name", "user.name")]
    [InlineData("usr:root", 0, "no field 'usr'", null)]
    [InlineData("user*:root", 0, "cannot have wildcards", "field")]
    [InlineData("source.ip:300.1.1.1", 10, "is an address", "address")]
    [InlineData("source.ip:192.0.2.1/24", 10, "192.0.2.0/24", "address")]
    [InlineData("source.ip > 192.0.2.1", 12, "use a network", "number")]
    [InlineData("source.port:https", 12, "is a number", "number")]
    [InlineData("source.port > 4*", 14, "has wildcards", "number")]
    [InlineData("@timestamp > yesterday", 13, "is a time", "now-24h")]
    [InlineData("user.name > root", 12, "cannot be compared", "number")]
    [InlineData("city.ot.write:maybe", 14, "true or false", "true")]
    [InlineData("a {b}", 2, "cannot stand here", "value")]
    public void Error_has_its_place_and_its_cure(string kql, int position, string message, string? expected)
    {
        Assert.False(Kql.TryParse(kql, KqlSchema.Events, Now, out _, out KqlError? error));
        Assert.Equal(position, error.Position);
        Assert.Contains(message, error.Message);
        if (expected is not null)
            Assert.Contains(expected, error.Expected);
    }

    [Theory]
    [InlineData("status:nwe", 7, "new, in_progress, on_hold, resolved, closed")]
    [InlineData("severity:worst", 9, "informational, low, medium, high, critical")]
    [InlineData("stauts:new", 0, "did you mean start or status?")]
    public void Incident_error_names_what_there_is(string kql, int position, string message)
    {
        Assert.False(Kql.TryParse(kql, KqlSchema.Incidents, Now, out _, out KqlError? error));
        Assert.Equal(position, error.Position);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Query_is_bounded_in_length_depth_and_number_of_values()
    {
        Refused(new string('a', Kql.MaxLength + 1));
        Refused(new string('(', 40) + "a" + new string(')', 40));
        Refused(string.Concat(Enumerable.Repeat("not ", 40)) + "a");
        Refused(string.Join(' ', Enumerable.Repeat("a", Kql.MaxLeaves + 1)));
        Parse(string.Join(' ', Enumerable.Repeat("a", Kql.MaxLeaves)), KqlSchema.Events);

        static void Refused(string kql) => Assert.False(Kql.TryParse(kql, KqlSchema.Events, Now, out _, out _));
    }

    [Fact]
    public void Searching_cannot_fill_the_table_of_fields()
    {
        int before = Fields.Count;
        for (int i = 0; i < 2_500; i++)
            Kql.TryParse($"flood{i}.x:1", KqlSchema.Events, Now, out _, out _);
        Assert.InRange(Fields.Count - before, 0, 2_000);
    }

    [Fact]
    public void Any_text_is_a_query_or_an_error_within_it()
    {
        Gen<string> word = Gen.OneOf(
            "user.name", "source.ip", "source.port", "@timestamp", "message", "and", "or", "not", "AND", "Or", "now-1h", "192.0.2.0/24", "a*b", "?", "*", "đăng", "x.y", "\\", "\"", "'",
            ":", "<", ">", "<=", ">=", "(", ")", "{", "}", " ", "\t", "\n", "\0", "\uD83D", "\uD83D\uDE00", "\\u00", "e\u0302", "-1", "1e308", "9999999999999999999999999999999");
        Gen<string> text = Gen.OneOf(word.Array[0, 24].Select(static w => string.Concat(w)), word.Array[0, 16].Select(static w => string.Join(' ', w)), Gen.String[0, 40]);
        text.TryAll(
            static kql =>
            {
                foreach (KqlSchema schema in (KqlSchema[])[KqlSchema.Events, KqlSchema.Incidents])
                {
                    if (!Kql.TryParse(kql, schema, Now, out Condition? condition, out KqlError? error))
                        Assert.InRange(error.Position, 0, kql.Length);
                    else if (Kql.TryPrint(condition, out string? printed) && schema == KqlSchema.Events)
                        Assert.True(Kql.TryParse(printed, schema, Now, out _, out _), $"{kql} → {printed}");
                }
            },
            seed: "0000KrVy4pg4",
            count: 10_000);
    }

    [Fact]
    public void What_is_printed_reads_back_as_the_same_condition()
    {
        Gen<string> text = Gen.OneOf("root", "a b", "x\"y", "tab\tline\n", "*", "?", "a:b", "(", "not", "or", "đăng nhập", "back\\slash", "\\", "", "İß", "a\\n", "{}", "\u2028");
        Gen<TextPart> part = Gen.OneOf(
            text.Select(static t => new TextPart(TextPartKind.Literal, t)), Gen.Const(new TextPart(TextPartKind.AnyRun)), Gen.Const(new TextPart(TextPartKind.AnyOne)));
        Gen<TextPattern> pattern = part.Array[1, 4].Select(static p => new TextPattern(p));
        Gen<Condition> leaf = Gen.OneOf<Condition>(
            Gen.Select(Gen.OneOf("user.name", "vendorx.text", "source.ip", "message"), pattern, static (f, p) => (Condition)new TextLeaf(FieldRef.Of(f), p)),
            Gen.Select(Gen.OneOf("source.port", "city.value"), Gen.Enum<Comparison>(), Gen.Int, static (f, c, n) => (Condition)new NumberLeaf(FieldRef.Of(f), c, n)),
            Gen.OneOf("192.0.2.0/24", "2001:db8::/32", "198.51.100.1").Select(static n => (Condition)new AddressLeaf(FieldRef.Of("source.ip"), Network.Parse(n))),
            Gen.OneOf("user.name", "message").Select(static f => (Condition)new ExistsLeaf(FieldRef.Of(f))),
            pattern.Select(static p => (Condition)new KeywordLeaf(p.Padded(true, true))),
            Gen.Select(Gen.Enum<Comparison>(), Gen.Int[0, 1_000_000], static (c, s) => (Condition)new InstantLeaf(FieldRef.Of("@timestamp"), c, Now.AddSeconds(s))));
        Gen<Condition> tree = Gen.Recursive<Condition>((depth, child) => depth >= 3
            ? leaf
            : Gen.OneOf(leaf, child.Select(static c => (Condition)new Not(c)), child.Array[2, 3].Select(static c => (Condition)new All(c)), child.Array[2, 3].Select(static c => (Condition)new Any(c))));
        int printedCount = 0;
        tree.TryAll(
            condition =>
            {
                if (!Kql.TryPrint(condition, out string? printed))
                    return;
                Interlocked.Increment(ref printedCount);
                Assert.True(Kql.TryParse(printed, KqlSchema.Events, Now, out Condition? again, out KqlError? error), $"{printed}: {error}");
                Assert.Equal(Flat(condition).ToString(), Flat(again).ToString());
            },
            seed: "0000KrVy4pg4",
            count: 10_000);
        Assert.True(printedCount > 1_000, $"only {printedCount} were printed");
    }

    [Fact]
    public void Query_finds_the_events_it_describes()
    {
        using EventBatch batch = Some.Batch(
            """{"message":"Failed password for root","user":{"name":"root"},"source":{"ip":"192.0.2.9","port":4022},"event":{"outcome":"failure"}}""",
            """{"message":"Accepted password for Lan","user":{"name":"Lan"},"source":{"ip":"2001:db8::7","port":443},"event":{"outcome":"success"}}""",
            """{"message":"ĐĂNG NHẬP thất bại","labels":{"a":"50% of *"}}""");
        (string Kql, int[] Found)[] cases =
        [
            ("failed", [0]), ("password", [0, 1]), ("user.name:ROOT", [0]), ("not user.name:root", [1, 2]), ("source.ip:2001:db8::/32", [1]), ("source.port > 443", [0]),
            ("user.name:* and not event.outcome:success", [0]), ("đăng", [2]), ("\"50% of *\"", [2]), ("message:\"password for l\"", [1]), ("user.name:(root or lan)", [0, 1]),
            ("@timestamp >= 2026-03-12T02:00:02Z", [1, 2]),
        ];
        foreach ((string kql, int[] found) in cases)
        {
            Condition condition = Parse(kql, KqlSchema.Events);
            Assert.True(found.SequenceEqual(Enumerable.Range(0, 3).Where(i => ConditionMatcher.Matches(condition, batch[i]))), kql);
        }
    }

    [Theory]
    [InlineData("Đăng nhập thất bại", "Dang nhap that bai")]
    [InlineData("ẤỰỖ đ", "AUO d")]
    [InlineData("plain", "plain")]
    public void Marks_are_stripped(string text, string bare) => Assert.Equal(bare, Marks.Strip(text));

    private static Condition Parse(string kql, KqlSchema schema) =>
        Kql.TryParse(kql, schema, Now, out Condition? condition, out KqlError? error) ? condition : throw new InvalidOperationException(error.ToString());

    /// <summary>Groups within groups of one kind are the same question as one group.</summary>
    private static Condition Flat(Condition condition) => condition switch
    {
        All all => new All([.. all.Children.Select(Flat).SelectMany(static c => c is All inner ? inner.Children : [c])]),
        Any any => new Any([.. any.Children.Select(Flat).SelectMany(static c => c is Any inner ? inner.Children : [c])]),
        Not not => new Not(Flat(not.Child)),
        _ => condition,
    };
}
