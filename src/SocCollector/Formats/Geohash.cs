namespace SocCollector.Formats;

/// <summary>The geohash of a place, by which events are grouped: six characters are a cell of about 1.2 × 0.6 km.</summary>
internal static class Geohash
{
    /// <summary>The length of a cell's name.</summary>
    public const int Length = 6;

    private static ReadOnlySpan<byte> Alphabet => "0123456789bcdefghjkmnpqrstuvwxyz"u8;

    /// <summary>Writes the cell of a latitude and a longitude.</summary>
    public static void Write(double latitude, double longitude, Span<byte> output)
    {
        (double south, double north) = (-90.0, 90.0);
        (double west, double east) = (-180.0, 180.0);
        bool isLongitude = true;
        for (int i = 0; i < Length; i++)
        {
            int code = 0;
            for (int bit = 0; bit < 5; bit++)
            {
                bool upper = isLongitude ? Halve(ref west, ref east, longitude) : Halve(ref south, ref north, latitude);
                code = (code << 1) | (upper ? 1 : 0);
                isLongitude = !isLongitude;
            }

            output[i] = Alphabet[code];
        }
    }

    private static bool Halve(ref double low, ref double high, double value)
    {
        double middle = (low + high) / 2;
        bool upper = value >= middle;
        if (upper)
            low = middle;
        else
            high = middle;
        return upper;
    }
}
