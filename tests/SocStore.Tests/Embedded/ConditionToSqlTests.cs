using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Embedded;
using SocStore.Embedded.Events;
using SocTesting;
using SocTesting.Conditions;
using Xunit;

namespace SocStore.Tests.Embedded;

public sealed class ConditionToSqlTests
{
    /// <summary>Conditions × events: thousands of pairs in every run, above a hundred thousand with SOC_PROOF=full.</summary>
    private static (int Stores, int Conditions, int Events) Size =>
        Environment.GetEnvironmentVariable("SOC_PROOF") == "full" ? (10, 120, 100) : (2, 40, 40);

    [Fact]
    public async Task Random_conditions_find_exactly_the_random_events_that_the_matcher_finds()
    {
        (int stores, int conditions, int events) = Size;
        int exact = 0;
        int telling = 0;
        for (uint round = 0; round < stores; round++)
        {
            // In the second kind of file every event fits its columns, so that these are searched alone.
            IReadOnlyList<string> documents = Hostile.Take(round % 2 == 0 ? Hostile.Document : Hostile.TidyDocument, 100 + round, events);
            IReadOnlyList<Condition> asked = Hostile.Take(Hostile.Condition, 200 + round, conditions);
            using EventBatch batch = Hostile.Batch(1, documents);
            await using OpenStore store = new();
            await store.Events.AppendAsync(batch, new SpoolPosition(1, documents.Count), mayRepeat: false, TestContext.Current.CancellationToken);
            foreach (Condition condition in asked)
            {
                int met = await SearchAgreement.CheckAsync(store.Events, condition, batch, documents);
                telling += met > 0 && met < documents.Count ? 1 : 0;
                exact += ConditionToSql.Translate(condition, 0, new SqlParameters()).IsExact ? 1 : 0;
            }
        }

        // Conditions that all events meet, or none, would agree by chance.
        Assert.InRange(telling, stores * conditions / 3, stores * conditions);
        Assert.InRange(exact, stores * conditions / 10, stores * conditions);
        TestContext.Current.TestOutputHelper?.WriteLine($"{telling} of {stores * conditions} conditions part the events, SQL alone decides {exact}.");
    }

    [Fact]
    public void Unsupported_sizes_are_refused_in_words()
    {
        Condition leaf = new ExistsLeaf(FieldRef.Of("user.name"));
        Condition deep = leaf;
        for (int i = 0; i < 120; i++)
            deep = new Not(deep);
        UnsupportedConditionException tooDeep = Assert.Throws<UnsupportedConditionException>(() => ConditionToSql.Translate(deep, 0, new SqlParameters()));
        Assert.Contains("nested", tooDeep.Message, StringComparison.Ordinal);
        UnsupportedConditionException tooMany = Assert.Throws<UnsupportedConditionException>(
            () => ConditionToSql.Translate(new Any([.. Enumerable.Repeat(leaf, 2_001)]), 0, new SqlParameters()));
        Assert.Contains("2000", tooMany.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_travel_as_parameters_only()
    {
        SqlParameters parameters = new();
        Condition hostile = new All(
        [
            new TextLeaf(FieldRef.Of("user.name"), TextPattern.Exactly("'; DROP TABLE events; --")),
            new TextLeaf(FieldRef.Of("vendor.'x"), TextPattern.Exactly("1=1"), Cased: true),
            new KeywordLeaf(TextPattern.Parse("*\"' OR true*")),
        ]);
        SqlBounds bounds = ConditionToSql.Translate(hostile, -1, parameters);
        Assert.DoesNotContain("DROP", bounds.Upper, StringComparison.Ordinal);
        Assert.DoesNotContain("1=1", bounds.Upper, StringComparison.Ordinal);
        Assert.DoesNotContain("vendor", bounds.Upper, StringComparison.Ordinal);
        Assert.DoesNotContain("OR true", bounds.Upper, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user.name", "an", false, "coalesce(regexp_matches(user_name, $p1, 's'), false)")]
    [InlineData("user.name", "an*", true, "coalesce(starts_with(user_name, $p1), false)")]
    [InlineData("source.port", "443", false, "coalesce(source_port::VARCHAR = $p1, false)")]
    [InlineData("event.category", "*1", false, "coalesce(len(list_filter(category, lambda x: ends_with(x, $p1))) > 0, false)")]
    public void Columns_are_asked_where_they_hold_every_row(string field, string pattern, bool cased, string sql)
    {
        SqlBounds bounds = ConditionToSql.Translate(new TextLeaf(FieldRef.Of(field), TextPattern.Parse(pattern), cased), 0, new SqlParameters());
        Assert.Equal(new SqlBounds(sql, sql), bounds);
    }

    [Fact]
    public void Letters_are_spelled_as_classes_of_our_own_fold()
    {
        Assert.Equal("\\A[Kk][\\x{110}\\x{111}]1\\x{2A}.*?.\\z", TextPatternSql.Expression(TextPattern.Parse("kĐ1\\**?"), cased: false));
        Assert.Equal("k", TextPatternSql.Expression(TextPattern.Parse("*k*"), cased: true));
    }

    private sealed class OpenStore : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly EmbeddedStore _store;

        public OpenStore() => _store = EmbeddedStore.Open(new EmbeddedStoreOptions { Folder = _folder.Path }, new FakeTimeProvider(Some.Time), NullLoggerFactory.Instance);

        public IEventStore Events => _store.Events;

        public async ValueTask DisposeAsync()
        {
            await _store.DisposeAsync();
            _folder.Dispose();
        }
    }
}
