namespace SocStore.Embedded.Events;

/// <summary>
/// A condition between two SQL conditions: every row that meets <see cref="Lower"/> meets it, and no row that misses
/// <see cref="Upper"/> does. Where the two differ the matcher decides on the row. Under a negation they change places, so
/// nothing is ever approximated on the wrong side.
/// </summary>
internal readonly record struct SqlBounds(string Lower, string Upper)
{
    public static readonly SqlBounds True = Of("true");
    public static readonly SqlBounds False = Of("false");

    /// <summary>Whether SQL alone decides.</summary>
    public bool IsExact => Lower == Upper;

    public static SqlBounds Of(string exact) => new(exact, exact);

    /// <summary>Misses nothing; every row has to be looked at.</summary>
    public static SqlBounds Superset(string upper) => new("false", upper);
}
