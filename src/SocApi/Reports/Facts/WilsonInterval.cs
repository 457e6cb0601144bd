namespace SocApi.Reports.Facts;

/// <summary>Between which shares the true one lies in 95 of 100 cases, by Wilson's score: honest for few cases.</summary>
internal readonly record struct WilsonInterval(double Low, double High)
{
    private const double Z = 1.959964;

    /// <summary>The interval of so many of so many.</summary>
    public static WilsonInterval Of(long part, long whole)
    {
        if (whole == 0)
            return new WilsonInterval(0, 1);
        double p = (double)part / whole;
        double center = p + (Z * Z / (2 * whole));
        double half = Z * Math.Sqrt((p * (1 - p) / whole) + (Z * Z / (4.0 * whole * whole)));
        double scale = 1 + (Z * Z / whole);
        return new WilsonInterval(Math.Max(0, (center - half) / scale), Math.Min(1, (center + half) / scale));
    }
}
