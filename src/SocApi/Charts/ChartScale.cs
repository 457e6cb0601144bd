using System.Globalization;

namespace SocApi.Charts;

/// <summary>How charts measure: round tops of axes, and coordinates as SVG writes them.</summary>
internal static class ChartScale
{
    /// <summary>The top of an axis: the next even digit, or one, times a power of ten, so that its half is round too.</summary>
    public static long Top(long most)
    {
        most = Math.Max(1, most);
        long power = 1;
        while (power <= most / 10)
            power *= 10;
        foreach (int times in (ReadOnlySpan<int>)[1, 2, 4, 6, 8])
        {
            if (most <= power * times)
                return power * times;
        }

        return power * 10;
    }

    /// <summary>A coordinate, the same in every culture.</summary>
    public static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The strength of a mark, 1 to 4, by its share of the most; 0 for none.</summary>
    public static int Strength(long value, long most) => value <= 0 ? 0 : (int)Math.Clamp(Math.Ceiling(Math.Log(value + 1) / Math.Log(Math.Max(2, most + 1)) * 4), 1, 4);

    /// <summary>A text of a stranger inside SVG text made by hand: encoded, and cut to a length.</summary>
    public static string Cut(string text, int most)
    {
        StringInfo whole = new(text);
        return whole.LengthInTextElements <= most ? text : whole.SubstringByTextElements(0, most - 1) + "…";
    }
}
