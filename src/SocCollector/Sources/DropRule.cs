using SocCollector.Formats;

namespace SocCollector.Sources;

/// <summary>Leaves records out: all of those whose decoded fields have certain texts, or all but one in so many.</summary>
/// <param name="Conditions">Places and the texts of which one must be there; all must hold.</param>
/// <param name="KeepOneIn">1 in so many is kept; 0 keeps none.</param>
internal sealed record DropRule((int Slot, byte[][] Texts)[] Conditions, int KeepOneIn)
{
    private int _seen;

    /// <summary>Whether the record is to be left out.</summary>
    public bool Drops(DecodedFields fields)
    {
        foreach ((int slot, byte[][] texts) in Conditions)
        {
            if (!fields.TryGet(slot, out DecodedValue value) || !IsOneOf(fields.TextOf(value), texts))
                return false;
        }

        return KeepOneIn == 0 || (uint)Interlocked.Increment(ref _seen) % (uint)KeepOneIn != 1 % (uint)KeepOneIn;
    }

    private static bool IsOneOf(ReadOnlySpan<byte> text, byte[][] texts)
    {
        foreach (byte[] one in texts)
        {
            if (text.SequenceEqual(one))
                return true;
        }

        return false;
    }
}
