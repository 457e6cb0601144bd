namespace SocStore.Embedded.Events;

/// <summary>How a field of its own column is kept there.</summary>
internal enum ColumnKind
{
    /// <summary>One text, VARCHAR.</summary>
    Text,

    /// <summary>One whole number, BIGINT.</summary>
    Number,

    /// <summary>One address: its text, and beside it the number of 128 bits, UHUGEINT.</summary>
    Address,

    /// <summary>Texts, VARCHAR[].</summary>
    TextList,
}
