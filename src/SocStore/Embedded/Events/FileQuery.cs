using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Embedded.Events;

/// <summary>A search as it is put to one day file: the condition translated for what the file holds, and its values.</summary>
internal sealed class FileQuery
{
    /// <summary>The columns from which <see cref="ReadInto"/> makes an event.</summary>
    public const string EventColumnsSql = "id_high, id_low, spool, seq, ts, created, encode(doc)";

    private readonly string _agency;

    public FileQuery(DayFile file, EventQuery query, AgencyScope scope, SqlParameters? shared = null)
    {
        File = file;
        Parameters = shared ?? new SqlParameters();
        Bounds = ConditionToSql.Translate(query.Condition, file.Manifest.Odd, Parameters);
        // What nobody assigned is never an agency's own.
        _agency = scope.SeesAll ? "" : !scope.Sees(scope.Agency!) ? "false AND " : $"agency = {Parameters.Add(scope.Agency!)} AND ";
    }

    public DayFile File { get; }

    public SqlParameters Parameters { get; }

    public SqlBounds Bounds { get; }

    public string Table => $"{File.Catalog}.events";

    /// <summary>The WHERE of a time span with one side of the condition.</summary>
    public string Where(long from, long to, string condition) =>
        $"ts >= {Parameters.Add(from)} AND ts < {Parameters.Add(to)} AND {_agency}({condition})";

    /// <summary>Reads the row into a builder; its columns are <see cref="EventColumnsSql"/>.</summary>
    public static void ReadInto(DuckDBDataReader row, EventBatchBuilder builder)
    {
        EventHeader header = new(
            new EventId(row.GetFieldValue<ulong>(0), row.GetFieldValue<ulong>(1)), row.GetInt16(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), 0, 0);
        using Stream document = row.GetStream(6);
        EcsJsonReader.ReadStored(Bytes(document), builder, header);
    }

    /// <summary>A count, whichever integer type DuckDB gave it.</summary>
    public static long Count(DuckDBDataReader row, int ordinal) => row.GetValue(ordinal) switch
    {
        BigInteger big => (long)big,
        object value => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    /// <summary>DuckDB hands blobs as a stream over its own memory, valid while the row is.</summary>
    private static unsafe ReadOnlySpan<byte> Bytes(Stream stream)
    {
        if (stream is UnmanagedMemoryStream memory)
            return new ReadOnlySpan<byte>(memory.PositionPointer, checked((int)memory.Length));
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
