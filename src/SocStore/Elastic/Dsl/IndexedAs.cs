namespace SocStore.Elastic.Dsl;

/// <summary>
/// How an index holds the values of a field. Each member says which values it holds <i>as they are</i>; every other value
/// makes its document odd in that field, and an odd document is looked at again by the matcher.
/// </summary>
internal enum IndexedAs
{
    /// <summary>Not indexed: only the matcher can tell.</summary>
    Nothing,

    /// <summary>One term a value (keyword, wildcard): its text (a decimal's canonical form), NFC. Longer ones than the type takes, and objects in lists, are odd.</summary>
    Keyword,

    /// <summary>One term a value in a field that many share (<see cref="IndexedField.Key"/> before the value); else as <see cref="Keyword"/>.</summary>
    KeyedKeyword,

    /// <summary>Words of prose (text, match_only_text), by the standard analyzer. Words over 255 letters, which it cuts, and objects in lists are odd.</summary>
    Text,

    /// <summary>64-bit whole numbers whose text is canonical.</summary>
    Long,

    /// <summary>Numbers, as the nearest double.</summary>
    Double,

    /// <summary>The texts <c>true</c> and <c>false</c>.</summary>
    Boolean,

    /// <summary>Instants to the millisecond, cut; their text is as the product writes it (RFC 3339, UTC, three to seven digits).</summary>
    Date,

    /// <summary>Addresses whose text is canonical (RFC 5952) and not <c>::ffff:a.b.c.d</c>, whose index value IPv4 has too.</summary>
    Address,
}
