using SocCore.Events;

namespace SocStore.Embedded.Events;

/// <summary>
/// A field that has a column. Where an event's values do not fit it (a list in a text column, a word in a number column),
/// the row's <c>odd</c> bit of the column is set and only the document counts.
/// </summary>
internal sealed class EventColumn(Field field, string name, ColumnKind kind, int bit, int position)
{
    public Field Field { get; } = field;

    public string Name { get; } = name;

    public ColumnKind Kind { get; } = kind;

    /// <summary>The column's bit in <c>odd</c>.</summary>
    public long Mask { get; } = 1L << bit;

    /// <summary>The column's place in the table; that of the number follows that of the address.</summary>
    public int Position { get; } = position;
}
