using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using DuckDBAppender = DuckDB.NET.Native.DuckDBAppender;

namespace SocStore.Embedded.Events;

/// <summary>
/// Writes events column by column into DuckDB's own vectors: one typed pointer a column, so a value cannot land in a
/// column of another width, and no object is made per value. One instance serves the writer's thread.
/// </summary>
internal sealed unsafe class EventAppender : IDisposable
{
    private static readonly int Rows = (int)NativeMethods.Helpers.DuckDBVectorSize();

    private readonly ArrayBufferWriter<byte> _json = new(4096);
    private readonly ulong*[] _validity = new ulong*[EventColumns.DocumentPosition + 1];
    private readonly nint[] _vectors = new nint[EventColumns.DocumentPosition + 1];
    private readonly void*[] _values = new void*[EventColumns.DocumentPosition + 1];
    private readonly DuckDBLogicalType[] _types;
    private readonly DuckDBDataChunk _chunk;
    private int _row;

    /// <exception cref="InvalidDataException">The table is not the one that this program writes.</exception>
    public EventAppender(DuckDBConnection connection, string catalog)
    {
        using DuckDBAppender appender = Create(connection, catalog);
        int count = (int)NativeMethods.Appender.DuckDBAppenderColumnCount(appender);
        if (count != EventColumns.Types.Count)
            throw new InvalidDataException($"The table {catalog}.events has {count} columns; this program writes {EventColumns.Types.Count}. Move the file away, or run the program that wrote it.");
        _types = new DuckDBLogicalType[count];
        nint[] handles = new nint[count];
        for (int i = 0; i < count; i++)
        {
            _types[i] = NativeMethods.Appender.DuckDBAppenderColumnType(appender, (ulong)i);
            handles[i] = _types[i].DangerousGetHandle();
            DuckDBType type = NativeMethods.LogicalType.DuckDBGetTypeId(_types[i]);
            if (type != TypeOf(EventColumns.Types[i]))
                throw new InvalidDataException($"Column {i} of {catalog}.events is {type}; this program writes {EventColumns.Types[i]}. Move the file away, or run the program that wrote it.");
        }

        _chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk(handles, (ulong)count);
    }

    /// <summary>Appends the events within the connection's open transaction, and widens the manifest before any of it is visible.</summary>
    public void Append(DuckDBConnection connection, string catalog, IReadOnlyList<EventBatch> batches, DayManifest manifest)
    {
        using DuckDBAppender appender = Create(connection, catalog);
        try
        {
            Begin();
            foreach (EventBatch batch in batches)
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    if (_row == Rows)
                    {
                        Hand(appender);
                        Begin();
                    }

                    Write(batch[i], manifest);
                }
            }

            if (_row > 0)
                Hand(appender);
            Check(NativeMethods.Appender.DuckDBAppenderClose(appender), appender);
        }
        catch
        {
            // Destroying an appender flushes what it has; the transaction is rolled back, but nothing may reach it first.
            NativeMethods.Appender.DuckDBAppenderClear(appender);
            throw;
        }
    }

    public void Dispose()
    {
        _chunk.Dispose();
        foreach (DuckDBLogicalType type in _types)
            type.Dispose();
    }

    private static DuckDBAppender Create(DuckDBConnection connection, string catalog)
    {
        DuckDBState state = NativeMethods.Appender.DuckDBAppenderCreateExt(connection.NativeConnection, catalog, "main", "events", out DuckDBAppender appender);
        if (state == DuckDBState.Success)
            return appender;
        string reason = Reason(appender);
        appender.Dispose();
        throw new InvalidOperationException($"The table {catalog}.events cannot be appended to: {reason}");
    }

    private static string Reason(DuckDBAppender appender)
    {
        using DuckDBErrorData error = NativeMethods.Appender.DuckDBAppenderErrorData(appender);
        return error is { HasError: true, Message: { } message } ? message : "DuckDB names no reason.";
    }

    private static void Check(DuckDBState state, DuckDBAppender appender)
    {
        if (state != DuckDBState.Success)
            throw new IOException($"DuckDB did not take the events: {Reason(appender)}");
    }

    private static DuckDBType TypeOf(string sql) => sql switch
    {
        "UBIGINT" => DuckDBType.UnsignedBigInt,
        "SMALLINT" => DuckDBType.SmallInt,
        "BIGINT" => DuckDBType.BigInt,
        "UHUGEINT" => DuckDBType.UnsignedHugeInt,
        "VARCHAR[]" => DuckDBType.List,
        _ => DuckDBType.Varchar,
    };

    /// <summary>An empty chunk: every promoted column NULL until it is written.</summary>
    private void Begin()
    {
        NativeMethods.DataChunks.DuckDBDataChunkReset(_chunk);
        _row = 0;
        for (int i = 0; i < _vectors.Length; i++)
        {
            nint vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, i);
            _vectors[i] = vector;
            _values[i] = NativeMethods.Vectors.DuckDBVectorGetData(vector);
            if (i < EventColumns.Fixed.Length || i == EventColumns.DocumentPosition)
                continue;
            NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
            _validity[i] = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
            new Span<ulong>(_validity[i], Rows / 64).Clear();
        }
    }

    private void Hand(DuckDBAppender appender)
    {
        NativeMethods.DataChunks.DuckDBDataChunkSetSize(_chunk, (ulong)_row);
        Check(NativeMethods.Appender.DuckDBAppendDataChunk(appender, _chunk), appender);
    }

    private void Write(EcsEvent source, DayManifest manifest)
    {
        if (EventRepair.IsNeeded(source))
        {
            using EventBatch repaired = EventRepair.Make(source);
            WriteRow(repaired[0], manifest);
        }
        else
        {
            WriteRow(source, manifest);
        }
    }

    private void WriteRow(EcsEvent source, DayManifest manifest)
    {
        ref readonly EventHeader header = ref source.Header;
        long odd = WriteSlots(source);
        ((ulong*)_values[0])[_row] = header.Id.High;
        ((ulong*)_values[1])[_row] = header.Id.Low;
        ((short*)_values[2])[_row] = header.Spool;
        ((long*)_values[3])[_row] = header.Sequence;
        ((long*)_values[4])[_row] = header.Timestamp;
        ((long*)_values[5])[_row] = header.Created;
        ((long*)_values[6])[_row] = odd;
        ReadOnlySpan<byte> agency = source.Utf8(EcsField.OrganizationId);
        Text(7, source.Has(EcsField.OrganizationId) ? agency : UnassignedUtf8);
        _json.ResetWrittenCount();
        source.WriteJson(_json);
        Text(EventColumns.DocumentPosition, _json.WrittenSpan);
        manifest.AddTime(header.Timestamp);
        manifest.AddId(header.Id.High);
        if (odd != 0)
            manifest.AddOdd(odd);
        _row++;
    }

    private static readonly byte[] UnassignedUtf8 = Encoding.UTF8.GetBytes(AgencyScope.Unassigned);

    /// <summary>Writes the promoted columns; returns the bits of those whose values did not fit.</summary>
    private long WriteSlots(EcsEvent source)
    {
        long odd = 0;
        ReadOnlySpan<FieldSlot> slots = source.Slots;
        for (int i = 0; i < slots.Length;)
        {
            int next = i + 1;
            while (next < slots.Length && slots[next].FieldId == slots[i].FieldId)
                next++;
            if (EventColumns.Of(slots[i].FieldId) is { } column && !Fits(column, source, slots[i..next]))
                odd |= column.Mask;
            i = next;
        }

        return odd;
    }

    /// <summary>Writes a column if the values are just what it can hold.</summary>
    private bool Fits(EventColumn column, EcsEvent source, ReadOnlySpan<FieldSlot> slots)
    {
        if (column.Kind == ColumnKind.TextList)
            return FitsList(column, source, slots);
        if (slots.Length > 1)
            return false;
        ReadOnlySpan<byte> text = source.TextOf(slots[0]);
        if (column.Kind == ColumnKind.Number)
            return slots[0].Kind is ValueKind.Integer or ValueKind.Text && FitsNumber(column.Position, text);
        if (slots[0].Kind != ValueKind.Text)
            return false;
        Text(column.Position, text);
        SetValid(column.Position);
        if (column.Kind == ColumnKind.Address && Network.TryRead(text, out UInt128 address))
        {
            ((UInt128*)_values[column.Position + 1])[_row] = address;
            SetValid(column.Position + 1);
        }

        return true;
    }

    private bool FitsNumber(int position, ReadOnlySpan<byte> text)
    {
        // Only a number whose one spelling this is: its text has to come back from the column.
        if (!Utf8Parser.TryParse(text, out long value, out int used) || used != text.Length)
            return false;
        Span<byte> again = stackalloc byte[20];
        if (!value.TryFormat(again, out int written, default, CultureInfo.InvariantCulture) || !again[..written].SequenceEqual(text))
            return false;
        ((long*)_values[position])[_row] = value;
        SetValid(position);
        return true;
    }

    private bool FitsList(EventColumn column, EcsEvent source, ReadOnlySpan<FieldSlot> slots)
    {
        foreach (ref readonly FieldSlot slot in slots)
        {
            if (slot.Kind != ValueKind.Text)
                return false;
        }

        nint list = _vectors[column.Position];
        ulong start = (ulong)NativeMethods.Vectors.DuckDBListVectorGetSize(list);
        NativeMethods.Vectors.DuckDBListVectorReserve(list, start + (ulong)slots.Length);
        nint child = NativeMethods.Vectors.DuckDBListVectorGetChild(list);
        for (int i = 0; i < slots.Length; i++)
        {
            fixed (byte* bytes = NotEmpty(source.TextOf(slots[i])))
                NativeMethods.Vectors.DuckDBUnsafeVectorAssignStringElementLength(child, start + (ulong)i, bytes, slots[i].Length);
        }

        NativeMethods.Vectors.DuckDBListVectorSetSize(list, start + (ulong)slots.Length);
        ((ulong*)_values[column.Position])[_row * 2] = start;
        ((ulong*)_values[column.Position])[(_row * 2) + 1] = (ulong)slots.Length;
        SetValid(column.Position);
        return true;
    }

    private void Text(int position, ReadOnlySpan<byte> text)
    {
        fixed (byte* bytes = NotEmpty(text))
            NativeMethods.Vectors.DuckDBUnsafeVectorAssignStringElementLength(_vectors[position], (ulong)_row, bytes, text.Length);
    }

    /// <summary>An address for the empty text, which DuckDB takes with length 0 but not as a null pointer.</summary>
    private static ReadOnlySpan<byte> NotEmpty(ReadOnlySpan<byte> text) => text.IsEmpty ? "\0"u8 : text;

    private void SetValid(int position) => _validity[position][_row >> 6] |= 1UL << (_row & 63);
}
