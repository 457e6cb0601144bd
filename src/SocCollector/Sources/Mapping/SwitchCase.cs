using System.Globalization;
using System.Text;

namespace SocCollector.Sources.Mapping;

/// <summary>One case of a switch: when it fits, and what it does.</summary>
internal sealed record SwitchCase(byte[][] Starts, byte[][] Parts, double Min, double Max, bool? Has, bool IsElse, Step[] Steps)
{
    /// <summary>Whether a text fits, by its beginning, a part of it, or its size; equality has been tried before.</summary>
    public bool Fits(ReadOnlySpan<byte> text)
    {
        if (IsElse || Has == true)
            return true;
        foreach (byte[] start in Starts)
        {
            if (text.StartsWith(start))
                return true;
        }

        foreach (byte[] part in Parts)
        {
            if (text.IndexOf(part) >= 0)
                return true;
        }

        return (!double.IsNegativeInfinity(Min) || !double.IsPositiveInfinity(Max))
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number >= Min && number <= Max;
    }
}
