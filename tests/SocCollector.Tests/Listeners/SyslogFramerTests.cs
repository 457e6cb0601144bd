using System.Globalization;
using System.Text;
using CsCheck;
using SocCollector.Listeners;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Listeners;

public sealed class SyslogFramerTests
{
    /// <summary>Stream, messages, and whether a framing error is counted; <c>|</c> parts the messages.</summary>
    public static TheoryData<string, string, int> Streams => new()
    {
        { "<13>a\n<13>b\n", "<13>a|<13>b", 0 },
        { "<13>a\r\n<13>b\r\n", "<13>a|<13>b", 0 },
        { "<13>a\0<13>b\0", "<13>a|<13>b", 0 },
        { "<13>a\0\n<13>b\n\n\n", "<13>a|<13>b", 0 },
        { "5 <13>a5 <13>b", "<13>a|<13>b", 0 },
        { "5 <13>a<13>b\n5 <13>c\n<13>d\n", "<13>a|<13>b|<13>c|<13>d", 0 },
        { "6 <13>a\n6 <13>b\n", "<13>a|<13>b", 0 },
        { "12 <13>a\n<b>\nc\n<13>d\n", "<13>a\n<b>\nc|<13>d", 0 },
        { "<13>the end is missing", "<13>the end is missing", 0 },
        { "<13>a\n2024-06-07 no priority\n42: ios\n", "<13>a|2024-06-07 no priority|42: ios", 0 },
        { "20240607 twelve\n<13>b\n", "20240607 twelve|<13>b", 0 },
        // The count is too large: it would swallow the next messages.
        { "19 <13>a\n<13>b\n<13>c\n<13>d\n", "<13>a|<13>b|<13>c|<13>d", 1 },
        { "500 <13>a\n<13>b\n<13>c", "<13>a|<13>b|<13>c", 1 },
        // The count is too small: the rest of the message is no frame.
        { "5 <13>abc\n<13>d\n", "<13>abc|<13>d", 1 },
        // The count is beyond all measure.
        { "9999999 <13>a\n<13>b\n", "<13>a|<13>b", 1 },
        // Lines without priority may begin with a number.
        { "30 cars waited\nshort\n<13>b\n", "30 cars waited|short|<13>b", 0 },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_is_cut_into_its_messages(string stream, string expected, int errors)
    {
        SyslogFramer framer = new();
        Assert.Equal(expected.Split('|'), Read(framer, Encoding.ASCII.GetBytes(stream)));
        Assert.Equal(errors, framer.Errors);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Where_a_stream_is_split_makes_no_difference_to_what_follows(string stream, string expected, int errors)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(stream);
        for (int split = 0; split <= bytes.Length; split++)
        {
            SyslogFramer framer = new();
            List<string> messages = Read(framer, bytes[..split], bytes[split..]);
            if (errors == 0)
                Assert.Equal(expected.Split('|'), messages);
            // A count that lies is noticed by what follows it. Where that comes late the message may come in pieces, but
            // nothing of it is lost and the message behind it is whole.
            Assert.Equal(Unframed(expected), Unframed(string.Concat(messages)));
            Assert.Equal(expected.Split('|')[^1], messages[^1]);
        }
    }

    [Fact]
    public void Any_frames_in_any_pieces_come_out_as_they_went_in()
    {
        Gen<string> message = Gen.String[Gen.Char["abc<>0123456789 \t"], 1, 40].Select(static s => "<13>" + s);
        Gen<(string Message, int Framing)> frame = Gen.Select(message, Gen.Int[0, 3]);
        Gen.Select(frame.Array[1, 30], Gen.Int[1, 17]).TryAll(
            (frames, piece) =>
            {
                StringBuilder stream = new();
                foreach ((string text, int framing) in frames)
                    stream.Append(framing switch { 0 => text + "\n", 1 => text + "\r\n", 2 => text + "\0", _ => text.Length.ToString(CultureInfo.InvariantCulture) + " " + text });
                byte[] bytes = Encoding.ASCII.GetBytes(stream.ToString());
                SyslogFramer framer = new();
                List<string> messages = Read(framer, [.. bytes.Chunk(piece)]);
                Assert.Equal(frames.Select(static f => f.Message), messages);
                Assert.Equal(0, framer.Errors);
            },
            count: 3_000,
            seed: "0000KOIbNaE4");
    }

    [Fact]
    public void Any_bytes_are_read_without_fail_and_no_printable_byte_is_lost()
    {
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 50]).TryAll(
            static (bytes, piece) =>
            {
                SyslogFramer framer = new();
                List<string> messages = Read(framer, [.. bytes.Chunk(piece)]);
                // Digits may be a count, and NUL, CR, LF and the blank behind a count are framing.
                static int Kept(IEnumerable<byte> all) => all.Count(static b => b is > 0x20 and not (>= (byte)'0' and <= (byte)'9'));
                Assert.Equal(Kept(bytes), Kept(messages.SelectMany(static m => Encoding.Latin1.GetBytes(m))));
            },
            count: 3_000,
            seed: "0000KOIbNaE5");
    }

    [Fact]
    public void A_line_without_end_comes_in_pieces()
    {
        SyslogFramer framer = new();
        byte[] bytes = Encoding.ASCII.GetBytes(new string('x', (2 * SyslogFramer.LongestMessage) + 5));
        Assert.Equal([SyslogFramer.LongestMessage, SyslogFramer.LongestMessage, 5], Read(framer, bytes).Select(static m => m.Length));
        Assert.Equal(2, framer.Errors);
    }

    private static string Unframed(string text) => text.Replace("|", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    /// <summary>Reads a stream that comes in pieces, as a connection does.</summary>
    private static List<string> Read(SyslogFramer framer, params byte[][] pieces)
    {
        List<string> messages = [];
        byte[] waiting = [];
        foreach ((byte[] piece, bool ended) in pieces.Select(static p => (p, false)).Append(([], true)))
        {
            waiting = [.. waiting, .. piece];
            int used = 0;
            bool found = true;
            while (found)
            {
                found = framer.TryRead(waiting.AsSpan(used), ended, out Frame frame);
                if (found)
                    messages.Add(Encoding.Latin1.GetString(waiting, used + frame.Start, frame.Length));
                used += frame.Consumed;
            }

            waiting = waiting[used..];
        }

        Assert.Empty(waiting);
        return messages;
    }
}
