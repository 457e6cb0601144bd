using System.Globalization;
using SocCore.Conditions;

namespace SocStore.Elastic.Dsl;

/// <summary>Comparison of numbers: whole numbers exactly, doubles where they leave no doubt, text by its look.</summary>
internal static class NumberDsl
{
    /// <summary>Text that may be a number: NULs may follow one.</summary>
    private const string NumberLike = "[-+.0-9eE\\\u0000]*[0-9][-+.0-9eE\\\u0000]*";

    /// <summary>Tests a field of 64-bit whole numbers.</summary>
    public static DslBounds Whole(string path, Comparison comparison, decimal value)
    {
        decimal floor = decimal.Floor(value);
        bool whole = floor == value;
        // A comparison with 17.5 is one with 17 or 18 where only whole numbers stand on the left.
        string? operation = comparison switch
        {
            Comparison.Less => whole ? "lt" : "lte",
            Comparison.LessOrEqual => "lte",
            Comparison.Greater => "gt",
            Comparison.GreaterOrEqual => whole ? "gte" : "gt",
            _ => null,
        };
        if (operation is null)
            return whole && Fits(floor) ? DslBounds.Exact(DslQuery.Term(path, (long)floor)) : DslBounds.False;
        if (Fits(floor))
            return DslBounds.Exact(DslQuery.Range(path, null, (operation, (long)floor)));
        bool above = floor > 0;
        return (operation[0] == 'l') == above ? DslBounds.Exact(DslQuery.Exists(path)) : DslBounds.False;

        static bool Fits(decimal number) => number is >= long.MinValue and <= long.MaxValue;
    }

    /// <summary>Tests a field of doubles: what lies close to the value is left to the matcher.</summary>
    public static DslBounds Double(string path, Comparison comparison, decimal number)
    {
        double value = double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        double margin = (Math.Abs(value) * 1e-9) + 1e-18;
        double low = value - margin;
        double high = value + margin;
        return comparison switch
        {
            Comparison.Less or Comparison.LessOrEqual => DslBounds.Between(Bound("lt", low), Bound("lte", high)),
            Comparison.Greater or Comparison.GreaterOrEqual => DslBounds.Between(Bound("gt", high), Bound("gte", low)),
            _ => DslBounds.Superset(DslQuery.Range(path, null, ("gte", low), ("lte", high))),
        };

        DslQuery Bound(string operation, double bound) => DslQuery.Range(path, null, (operation, bound));
    }

    /// <summary>Tests a field of terms. Text that is a number counts as one, in any spelling: the matcher reads them.</summary>
    public static DslBounds Text(string path, string key, Comparison comparison, decimal value)
    {
        string before = LuceneExpression.Literal(key);
        if (comparison != Comparison.Equal || value != decimal.Floor(value) || Math.Abs(value) > 1_000_000_000_000_000)
            return DslBounds.Superset(DslQuery.Regexp(path, before + NumberLike));
        string digits = Math.Abs(value).ToString("0", CultureInfo.InvariantCulture);
        // Long fractions may be rounded up or down to the number when they are read.
        string spelled = $"{before}[-+]?(0*{digits}(\\.[0-9]*)?|[0-9]*\\.[0-9]{{20,}}|[.0-9]*[eE][-+0-9]+)\\\u0000*";
        string canonical = value < 0 ? "-" + digits : digits;
        return DslBounds.Between(DslQuery.Term(path, key + canonical), DslQuery.Regexp(path, spelled));
    }
}
