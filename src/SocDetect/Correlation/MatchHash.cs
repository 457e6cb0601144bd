using System.Globalization;
using SocCore.Events;

namespace SocDetect.Correlation;

/// <summary>
/// An order-free hash of a set of matches: the sum of a mix of each id, so that it can grow and be divided without the
/// ids themselves. 128 bits; it tells sets apart, it does not guard against forgery.
/// </summary>
internal static class MatchHash
{
    /// <summary>What one match adds.</summary>
    public static UInt128 Of(in MatchEntry entry)
    {
        ulong salt = (((ulong)entry.Branch << 16) | (uint)entry.Rule) * 0x9e3779b97f4a7c15;
        ulong high = Mix(entry.Id.High ^ Mix(entry.Id.Low + salt));
        return new UInt128(high, Mix(high + entry.Id.Low + 0x632be59bd9b4e019));
    }

    /// <summary>The sum as 32 hex digits.</summary>
    public static string Format(UInt128 sum) => sum.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Reads the 32 digits.</summary>
    public static UInt128 Parse(string text) => UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static ulong Mix(ulong value)
    {
        value ^= value >> 30;
        value *= 0xbf58476d1ce4e5b9;
        value ^= value >> 27;
        value *= 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
