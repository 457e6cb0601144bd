using System.Buffers;

namespace SocCollector.Listeners;

/// <summary>
/// Finds messages in a stream as RFC 6587 frames them, and decides frame by frame: <c>LEN SP MSG</c> (octet counting) or a
/// line that ends in LF, CR LF or NUL. A LEN that does not lead to the next frame is a lie: the message is then taken up to
/// the next <c>\n&lt;</c>, so that no later message is shifted, and an error is counted. Whatever comes in goes out: nothing
/// is skipped but the framing itself.
/// </summary>
internal sealed class SyslogFramer
{
    /// <summary>The longest message; a longer one comes in pieces.</summary>
    public const int LongestMessage = 1024 * 1024;

    private const int LongestCount = 7;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\n\0"u8);

    private int _scanned;
    private bool _isLie;

    /// <summary>Frames whose length was a lie, and messages that were too long.</summary>
    public long Errors { get; private set; }

    /// <summary>
    /// Looks for a frame at the start of the input. The caller drops <see cref="Frame.Consumed"/> bytes in either case.
    /// </summary>
    /// <param name="input">What has been read and not consumed.</param>
    /// <param name="ended">Whether no more will come: then the rest is a message.</param>
    /// <param name="frame">Where the message lies.</param>
    public bool TryRead(ReadOnlySpan<byte> input, bool ended, out Frame frame)
    {
        int start = _scanned > 0 ? 0 : SkipSeparators(input);
        frame = new Frame(0, 0, start);
        ReadOnlySpan<byte> rest = input[start..];
        if (rest.IsEmpty)
            return false;
        bool found = rest[0] is >= (byte)'1' and <= (byte)'9'
            ? TryReadCounted(rest, ended, out Frame local)
            : TryReadLine(rest, 0, ended, out local);
        if (!found)
            return false;
        frame = new Frame(start + local.Start, local.Length, start + local.Consumed);
        _scanned = 0;
        _isLie = false;
        return true;
    }

    private static int SkipSeparators(ReadOnlySpan<byte> input)
    {
        int at = 0;
        while (at < input.Length && input[at] is (byte)'\n' or (byte)'\r' or 0)
            at++;
        return at;
    }

    private bool TryReadCounted(ReadOnlySpan<byte> input, bool ended, out Frame frame)
    {
        frame = default;
        int digits = 0;
        int count = 0;
        while (digits < input.Length && digits <= LongestCount && input[digits] is >= (byte)'0' and <= (byte)'9')
            count = (count * 10) + (input[digits++] - '0');
        if (digits == input.Length && !ended)
            return false;
        if (digits == input.Length || digits > LongestCount || input[digits] != (byte)' ')
            return TryReadLine(input, 0, ended, out frame);

        int start = digits + 1;
        if (_isLie || count > LongestMessage)
            return TryReadLie(input, start, ended, out frame);
        int end = start + count;
        if (end > input.Length)
            return ended && TryReadLie(input, start, ended, out frame);
        bool? leadsOn = Begins(input[end..]);
        if (leadsOn == false)
            return TryReadLie(input, start, ended, out frame);
        if (leadsOn is null && !ended && LooksLikeMany(input[start..end]))
            return false;
        frame = new Frame(start, TrimmedLength(input[start..end]), end);
        return true;
    }

    /// <summary>
    /// Whether a frame begins here; null while that cannot be said. What has not come yet has the benefit of the doubt, so
    /// that a message is not held back until the next one comes.
    /// </summary>
    private static bool? Begins(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return null;
        if (input[0] is (byte)'\n' or (byte)'\r' or 0)
            return true;
        if (input[0] == (byte)'<')
            return input.Length < 2 ? null : input[1] is >= (byte)'0' and <= (byte)'9';
        if (input[0] is < (byte)'1' or > (byte)'9')
            return false;
        int at = 1;
        while (at < input.Length && at <= LongestCount && input[at] is >= (byte)'0' and <= (byte)'9')
            at++;
        return at == input.Length ? null : input[at] == (byte)' ';
    }

    /// <summary>
    /// Whether a message looks as if a count that is too large had swallowed others: a line in it begins with a priority.
    /// Only such a one waits for the byte behind it, which tells.
    /// </summary>
    private static bool LooksLikeMany(ReadOnlySpan<byte> message)
    {
        while (message.IndexOf("\n<"u8) is >= 0 and int at)
        {
            message = message[(at + 2)..];
            if (message.IsEmpty || message[0] is >= (byte)'0' and <= (byte)'9')
                return true;
        }

        return false;
    }

    /// <summary>The count leads nowhere: a message with a priority goes on to the next <c>\n&lt;</c>; without one these digits were part of a line.</summary>
    private bool TryReadLie(ReadOnlySpan<byte> input, int start, bool ended, out Frame frame)
    {
        frame = default;
        if (start < input.Length && input[start] != (byte)'<')
            return TryReadLine(input, 0, ended, out frame);
        _isLie = true;
        int from = Math.Max(start, _scanned);
        int at = input[from..].IndexOf("\n<"u8);
        int end = at >= 0 ? from + at : input.Length;
        if (end - start > LongestMessage)
        {
            end = start + LongestMessage;
        }
        else if (at < 0 && !ended)
        {
            _scanned = Math.Max(start, input.Length - 1);
            return false;
        }

        Errors++;
        frame = new Frame(start, TrimmedLength(input[start..end]), end);
        return true;
    }

    private bool TryReadLine(ReadOnlySpan<byte> input, int start, bool ended, out Frame frame)
    {
        frame = default;
        int from = Math.Max(start, _scanned);
        int at = input[from..].IndexOfAny(LineEnds);
        int end = at >= 0 ? from + at : input.Length;
        if (end - start > LongestMessage)
        {
            Errors++;
            frame = new Frame(start, LongestMessage, start + LongestMessage);
            return true;
        }

        if (at < 0 && !ended)
        {
            _scanned = input.Length;
            return false;
        }

        int length = end - start;
        if (length > 0 && input[end - 1] == (byte)'\r')
            length--;
        frame = new Frame(start, length, at >= 0 ? end + 1 : end);
        return true;
    }

    /// <summary>Many senders count a line end as part of the message.</summary>
    private static int TrimmedLength(ReadOnlySpan<byte> message)
    {
        int length = message.Length;
        if (length > 0 && message[length - 1] is (byte)'\n' or 0)
            length--;
        if (length > 0 && message[length - 1] == (byte)'\r')
            length--;
        return length;
    }
}
