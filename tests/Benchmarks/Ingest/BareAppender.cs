using System.Buffers;
using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using SocCore.Conditions;
using SocCore.Events;
using SocStore.Embedded.Events;

namespace Benchmarks.Ingest;

/// <summary>
/// The yardstick: the driver's own appender, one file, the same table, rows made beforehand, one transaction a batch. It
/// knows no ring, no progress, no manifest and reads nothing back.
/// </summary>
internal sealed class BareAppender : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public BareAppender(string path, string memoryLimit)
    {
        _connection.Open();
        Execute($"SET memory_limit = '{memoryLimit}'");
        Execute("SET threads = 2");
        Execute($"SET temp_directory = '{path}.tmp'");
        Execute("SET checkpoint_threshold = '1TB'");
        Execute($"ATTACH '{path}' AS bare (STORAGE_VERSION 'latest')");
        Execute(EventColumns.CreateStatements("bare"));
        Execute("CHECKPOINT bare");
    }

    /// <summary>A batch as the values that the appender takes, in the order of the columns.</summary>
    public static object?[][] Rows(EventBatch batch)
    {
        object?[][] rows = new object?[batch.Count][];
        ArrayBufferWriter<byte> json = new();
        for (int i = 0; i < batch.Count; i++)
        {
            EcsEvent source = batch[i];
            ref readonly EventHeader header = ref source.Header;
            List<object?> row = [header.Id.High, header.Id.Low, header.Spool, header.Sequence, header.Timestamp, header.Created, 0L, source.Utf8(EcsField.OrganizationId).ToArray()];
            foreach (EventColumn column in EventColumns.Promoted)
                AddValues(column, source, row);
            json.ResetWrittenCount();
            source.WriteJson(json);
            row.Add(json.WrittenSpan.ToArray());
            rows[i] = [.. row];
        }

        return rows;
    }

    public void Append(object?[][] rows)
    {
        Execute("BEGIN");
        using (DuckDBAppender appender = _connection.CreateAppender("bare", "main", "events"))
        {
            foreach (object?[] values in rows)
            {
                IDuckDBAppenderRow row = appender.CreateRow();
                foreach (object? value in values)
                    Append(row, value);
                row.EndRow();
            }
        }

        Execute("COMMIT");
    }

    public void Checkpoint() => Execute("CHECKPOINT bare");

    public void Dispose() => _connection.Dispose();

    private static void AddValues(EventColumn column, EcsEvent source, List<object?> row)
    {
        FieldValues values = source.Values(column.Field);
        switch (column.Kind)
        {
            case ColumnKind.TextList:
                row.Add(values.Count == 0 ? null : new List<string> { values[0].ToString() });
                break;
            case ColumnKind.Number:
                row.Add(values.Count == 0 ? null : long.Parse(values[0].ToString(), CultureInfo.InvariantCulture));
                break;
            default:
                row.Add(values.Count == 0 ? null : values[0].Utf8.ToArray());
                if (column.Kind == ColumnKind.Address)
                    row.Add(values.Count > 0 && Network.TryRead(values[0].Utf8, out UInt128 address) ? (BigInteger)address : null);
                break;
        }
    }

    private static void Append(IDuckDBAppenderRow row, object? value)
    {
        switch (value)
        {
            case null: row.AppendNullValue(); break;
            case byte[] text: row.AppendValue(text); break;
            case ulong number: row.AppendValue((ulong?)number); break;
            case long number: row.AppendValue((long?)number); break;
            case short number: row.AppendValue((short?)number); break;
            case BigInteger number: row.AppendValue((BigInteger?)number); break;
            case List<string> list: row.AppendValue(list); break;
            default: throw new InvalidOperationException($"A {value.GetType()} has no column.");
        }
    }

    private void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // The benchmark's own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
