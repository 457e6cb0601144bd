namespace SocCore.Events;

/// <summary>What kind of value a field holds; the union of what ECS 9.4 uses, reduced to what the stores tell apart.</summary>
public enum FieldType : byte
{
    /// <summary>Exact text (ECS keyword, constant_keyword, wildcard).</summary>
    Keyword = 0,

    /// <summary>Prose (ECS text, match_only_text).</summary>
    Text = 1,

    /// <summary>64-bit integer (ECS long, integer).</summary>
    Long = 2,

    /// <summary>Floating point (ECS float, double, scaled_float).</summary>
    Double = 3,

    /// <summary>true or false.</summary>
    Boolean = 4,

    /// <summary>An instant, written as RFC 3339 in UTC.</summary>
    Date = 5,

    /// <summary>An IPv4 or IPv6 address.</summary>
    Address = 6,

    /// <summary>Latitude and longitude.</summary>
    GeoPoint = 7,

    /// <summary>An object kept as JSON (ECS object, flattened, nested).</summary>
    Object = 8,
}
