using System.Buffers;

namespace SocCollector.Listeners;

/// <summary>
/// Reads RELP frames: <c>TXNR SP COMMAND SP DATALEN [SP DATA] LF</c>. Every number is bounded before anything is allocated
/// for it; a stream that breaks the form cannot be read on, because nothing says where the next frame begins.
/// </summary>
internal static class RelpFramer
{
    /// <summary>The largest transaction number; behind it comes 1 again.</summary>
    public const int LargestTransaction = 999_999_999;

    /// <summary>The most data of a frame.</summary>
    public const int LongestData = 16 * 1024 * 1024;

    private const int LongestNumber = 9;
    private const int LongestCommand = 32;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>Reads the frame at the start of the input; false when it is not whole yet.</summary>
    /// <exception cref="InvalidDataException">The bytes are no frame.</exception>
    public static bool TryRead(ReadOnlySpan<byte> input, out RelpFrame frame)
    {
        frame = default;
        int at = 0;
        // A line feed more than the frame has is harmless.
        while (at < input.Length && input[at] is (byte)'\n' or (byte)'\r')
            at++;
        if (!TryReadNumber(input, ref at, "transaction number", out int transaction) || !TryReadByte(input, ref at, (byte)' ', "transaction number"))
            return false;
        int commandStart = at;
        int letters = input[at..].IndexOfAnyExcept(Letters);
        int commandLength = letters < 0 ? input.Length - at : letters;
        if (commandLength > LongestCommand)
            throw new InvalidDataException($"a RELP command has more than {LongestCommand} letters");
        if (letters == 0)
            throw new InvalidDataException("a RELP command is missing");
        at += commandLength;
        if (!TryReadByte(input, ref at, (byte)' ', "command") || !TryReadNumber(input, ref at, "data length", out int length))
            return false;
        if (length > LongestData)
            throw new InvalidDataException($"a RELP frame announces {length} bytes, and {LongestData} are the most");
        if (at == input.Length)
            return false;
        if (length > 0 && !TryReadByte(input, ref at, (byte)' ', "data length"))
            return false;
        int dataStart = at;
        at += length;
        // An empty frame may still have the blank before its data.
        if (length == 0 && input[at] == (byte)' ')
            at++;
        if (at > input.Length || !TryReadByte(input, ref at, (byte)'\n', "data"))
            return false;
        frame = new RelpFrame(transaction, new Range(commandStart, commandStart + commandLength), new Range(dataStart, dataStart + length), at);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> input, ref int at, string what, out int number)
    {
        number = 0;
        int digits = 0;
        while (at + digits < input.Length && input[at + digits] is >= (byte)'0' and <= (byte)'9')
        {
            if (digits == LongestNumber)
                throw new InvalidDataException($"a RELP {what} has more than {LongestNumber} digits");
            number = (number * 10) + (input[at + digits++] - '0');
        }

        if (digits == 0 && at < input.Length)
            throw new InvalidDataException($"a RELP {what} is no number");
        at += digits;
        return digits > 0;
    }

    private static bool TryReadByte(ReadOnlySpan<byte> input, ref int at, byte expected, string behind)
    {
        if (at >= input.Length)
            return false;
        if (input[at] != expected)
            throw new InvalidDataException($"a RELP {behind} is followed by byte {input[at]}, not by {expected}");
        at++;
        return true;
    }
}
