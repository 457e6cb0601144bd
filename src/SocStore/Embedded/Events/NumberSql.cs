using System.Globalization;
using SocCore.Conditions;

namespace SocStore.Embedded.Events;

/// <summary>Comparison of numbers in SQL: whole numbers exactly, others only where doubles leave no doubt.</summary>
internal static class NumberSql
{
    /// <summary>Tests a whole-number expression.</summary>
    public static string Whole(string number, NumberLeaf leaf, SqlParameters parameters)
    {
        decimal floor = decimal.Floor(leaf.Value);
        bool whole = floor == leaf.Value;
        // A comparison with 17.5 is one with 17 or 18 where only whole numbers stand on the left.
        return leaf.Comparison switch
        {
            Comparison.Less => $"{number} {(whole ? "<" : "<=")} {Value(floor)}",
            Comparison.LessOrEqual => $"{number} <= {Value(floor)}",
            Comparison.Greater => $"{number} > {Value(floor)}",
            Comparison.GreaterOrEqual => $"{number} {(whole ? ">=" : ">")} {Value(floor)}",
            _ => whole ? $"{number} = {Value(floor)}" : "false",
        };

        string Value(decimal value) => $"{parameters.Add(value.ToString(CultureInfo.InvariantCulture))}::HUGEINT";
    }

    /// <summary>Tests an expression of doubles: what lies close to the value is left to the matcher.</summary>
    public static SqlBounds Double(string number, NumberLeaf leaf, SqlParameters parameters)
    {
        double value = double.Parse(leaf.Value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        double margin = (Math.Abs(value) * 1e-9) + 1e-18;
        string low = parameters.Add(value - margin);
        string high = parameters.Add(value + margin);
        return leaf.Comparison switch
        {
            Comparison.Less or Comparison.LessOrEqual => new SqlBounds($"{number} < {low}", $"{number} <= {high}"),
            Comparison.Greater or Comparison.GreaterOrEqual => new SqlBounds($"{number} > {high}", $"{number} >= {low}"),
            _ => SqlBounds.Superset($"{number} BETWEEN {low} AND {high}"),
        };
    }
}
