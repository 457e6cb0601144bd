using System.Numerics;
using DuckDB.NET.Data;

namespace SocStore.Embedded.Events;

/// <summary>A connection to the one DuckDB instance; used by one thread at a time.</summary>
internal sealed class DuckSession(DuckDBConnection connection) : IDisposable
{
    public DuckDBConnection Connection { get; } = connection;

    public void Execute(string sql, IReadOnlyList<object?>? values = null)
    {
        using DuckDBCommand command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    public int Change(string sql, params object?[] values)
    {
        using DuckDBCommand command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Hands each row to the reader of rows; cancelling interrupts the query.</summary>
    public void Query(string sql, IReadOnlyList<object?>? values, Action<DuckDBDataReader> row, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using DuckDBCommand command = Command(sql, values);
        using CancellationTokenRegistration stop = cancel.UnsafeRegister(static c => ((DuckDBCommand)c!).Cancel(), command);
        try
        {
            using DuckDBDataReader reader = command.ExecuteReader();
            while (reader.Read())
                row(reader);
        }
        catch (DuckDBException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
    }

    public void Dispose() => Connection.Dispose();

    /// <summary>A number of 128 bits as a parameter: the binding of BigInteger knows signed ones only, so it travels as text.</summary>
    public static string Number128(UInt128 value) => ((BigInteger)value).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private DuckDBCommand Command(string sql, IReadOnlyList<object?>? values)
    {
        DuckDBCommand command = Connection.CreateCommand();
        // Statements are made of this assembly's own text and of names from EventColumns; values travel as parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < values?.Count; i++)
            command.Parameters.Add(new DuckDBParameter(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"p{i + 1}"), values[i] ?? DBNull.Value));
        return command;
    }
}
