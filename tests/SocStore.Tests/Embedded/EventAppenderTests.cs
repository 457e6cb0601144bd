using System.Numerics;
using SocCore.Conditions;
using SocCore.Events;
using SocStore.Embedded;
using SocStore.Embedded.Events;
using SocTesting;
using Xunit;

namespace SocStore.Tests.Embedded;

public sealed class EventAppenderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DuckInstance _duck;
    private readonly DuckSession _session;

    public EventAppenderTests()
    {
        _duck = new DuckInstance(new EmbeddedStoreOptions(), _folder["tmp"]);
        _session = _duck.Duplicate();
        _session.Execute($"ATTACH '{_folder["x.duckdb"]}' AS x (STORAGE_VERSION 'latest')");
        _session.Execute(EventColumns.CreateStatements("x"));
    }

    public static TheoryData<string> Columns => [.. EventColumns.Promoted.Select(static c => c.Name)];

    /// <summary>A value of another width shifts every row behind the first, so each column is read back over several rows.</summary>
    [Theory]
    [MemberData(nameof(Columns))]
    public void Column_comes_back_over_many_rows(string name)
    {
        EventColumn column = EventColumns.Promoted.Single(c => c.Name == name);
        string[] values = column.Kind switch
        {
            ColumnKind.Number => ["0", "-1", "9223372036854775807", "-9223372036854775808", "443"],
            ColumnKind.Address => ["192.0.2.1", "2001:db8::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "8000::", "no address"],
            _ => ["a", "", "nul\0inside", "Thất bại \U0001F600", new string('x', 5_000)],
        };
        using EventBatchBuilder builder = new();
        for (int i = 0; i < 3 * values.Length; i++)
        {
            builder.Begin();
            // Every third row has none.
            if (i % 3 < 2)
                builder.AddText(column.Field, values[i / 3]);
            if (i % 3 == 1 && column.Kind == ColumnKind.TextList)
                builder.AddText(column.Field, "second");
            builder.Commit(new EventId((ulong)i, ulong.MaxValue - (ulong)i), (short)(i - 1), long.MaxValue - i, i, long.MaxValue - (2 * i));
        }

        using EventBatch batch = builder.Build();
        Append(batch);
        List<string?> read = [];
        List<BigInteger?> numbers = [];
        bool isList = column.Kind == ColumnKind.TextList;
        string text = isList ? $"array_to_string({name}, '|')" : $"{name}::VARCHAR";
        string number = column.Kind == ColumnKind.Address ? $"{name}_n" : "NULL::UHUGEINT";
        _session.Query(
            $"SELECT {text}, {number} FROM x.events ORDER BY id_high",
            null,
            row =>
            {
                read.Add(row.IsDBNull(0) ? null : row.GetString(0));
                numbers.Add(row.IsDBNull(1) ? null : row.GetFieldValue<BigInteger>(1));
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, batch.Count).Select(i => i % 3 == 2 ? null : values[i / 3] + (isList && i % 3 == 1 ? "|second" : "")), read);
        if (column.Kind == ColumnKind.Address)
        {
            Assert.Equal(
                Enumerable.Range(0, batch.Count).Select(i => i % 3 < 2 && Network.TryRead(System.Text.Encoding.UTF8.GetBytes(values[i / 3]), out UInt128 address) ? (BigInteger?)address : null),
                numbers);
        }
    }

    [Fact]
    public void Fixed_columns_and_the_document_come_back_over_more_rows_than_a_chunk_has()
    {
        using EventBatchBuilder builder = new();
        const int Count = 5_000;
        for (int i = 0; i < Count; i++)
        {
            builder.Begin();
            builder.AddText(EcsField.OrganizationId, $"so-{i % 7}");
            builder.AddText(EcsField.EventCategory, "web");
            builder.AddInteger(EcsField.SourcePort, i);
            builder.Commit(new EventId(ulong.MaxValue - (ulong)i, (ulong)i), short.MinValue, i, 3 * (long)i, -i);
        }

        using EventBatch batch = builder.Build();
        Append(batch);
        int seen = 0;
        _session.Query(
            "SELECT id_high, id_low, spool, seq, ts, created, odd, agency, doc FROM x.events ORDER BY seq",
            null,
            row =>
            {
                int i = seen++;
                Assert.Equal((ulong.MaxValue - (ulong)i, (ulong)i, short.MinValue), (row.GetFieldValue<ulong>(0), row.GetFieldValue<ulong>(1), row.GetInt16(2)));
                Assert.Equal((i, 3L * i, -i, 0L), (row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)));
                Assert.Equal($"so-{i % 7}", row.GetString(7));
                Assert.Equal(batch[i].ToJson(), row.GetString(8));
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(Count, seen);
    }

    [Theory]
    [InlineData("""{"user.name":["a","b"]}""", "user_name")]
    [InlineData("""{"user.name":true}""", "user_name")]
    [InlineData("""{"source.port":"http"}""", "source_port")]
    [InlineData("""{"source.port":17.5}""", "source_port")]
    [InlineData("""{"source.port":99999999999999999999}""", "source_port")]
    [InlineData("""{"source.ip":["192.0.2.1","192.0.2.2"]}""", "source_ip")]
    [InlineData("""{"event.category":["a",1]}""", null)]
    [InlineData("""{"event.category":["a",{"b":1}]}""", "category")]
    [InlineData("""{"source.port":"0443"}""", "source_port")]
    [InlineData("""{"source.port":"443","event.category":"web","source.ip":"gateway"}""", null)]
    public void Values_that_do_not_fit_their_column_are_marked(string document, string? odd)
    {
        using EventBatch batch = Some.Batch(document);
        DayManifest manifest = Append(batch);
        long expected = odd is null ? 0 : EventColumns.Promoted.Single(c => c.Name == odd).Mask;
        long read = -1;
        _session.Query($"SELECT odd, {odd ?? "seq"} IS NULL FROM x.events", null, row => read = row.GetInt64(0), TestContext.Current.CancellationToken);
        // An event without organization.id is none of these, but its own column's.
        Assert.Equal((expected, expected), (read, manifest.Odd));
    }

    [Fact]
    public void Bytes_that_are_no_text_and_numbers_that_are_no_json_are_stored_as_text()
    {
        using EventBatchBuilder builder = new();
        builder.Begin();
        builder.Add(EcsField.UserName.Id, builder.Copy([(byte)'a', 0xff, (byte)'b']), ValueKind.Text);
        builder.Add(EcsField.SourcePort.Id, builder.Copy("0443"u8), ValueKind.Integer);
        builder.Add(Fields.Get("vendor.rate").Id, builder.Copy("1."u8), ValueKind.Decimal);
        builder.Add(Fields.Get("vendor.list").Id, builder.Copy("{broken"u8), ValueKind.Json);
        builder.Commit(new EventId(1, 1), 1, 1, 1, 1);
        using EventBatch batch = builder.Build();
        Append(batch);
        string? document = null;
        _session.Query("SELECT user_name, doc FROM x.events WHERE json_valid(doc)", null, row => document = row.GetString(0) + row.GetString(1), TestContext.Current.CancellationToken);
        Assert.Equal("""a�b{"source":{"port":"0443"},"user":{"name":"a�b"},"vendor":{"list":"{broken","rate":"1."}}""", document);
    }

    [Fact]
    public void Foreign_table_is_refused_by_name()
    {
        _session.Execute($"ATTACH '{_folder["y.duckdb"]}' AS y");
        _session.Execute("CREATE TABLE y.events (a INTEGER)");
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new EventAppender(_session.Connection, "y"));
        Assert.Contains("y.events has 1 columns", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _session.Dispose();
        _duck.Dispose();
        _folder.Dispose();
    }

    private DayManifest Append(EventBatch batch)
    {
        DayManifest manifest = new();
        using EventAppender appender = new(_session.Connection, "x");
        _session.Execute("BEGIN");
        appender.Append(_session.Connection, "x", [batch], manifest);
        _session.Execute("COMMIT");
        return manifest;
    }
}
