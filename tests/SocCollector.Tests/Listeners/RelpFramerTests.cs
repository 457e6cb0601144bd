using System.Text;
using System.Text.Json;
using SocCollector.Listeners;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Listeners;

public sealed class RelpFramerTests
{
    [Fact]
    public void Frames_are_whole_only_with_their_last_byte()
    {
        byte[] bytes = "7 syslog 11 hello\nthere\n"u8.ToArray();
        for (int length = 0; length < bytes.Length; length++)
            Assert.False(RelpFramer.TryRead(bytes.AsSpan(0, length), out _));
        Assert.True(RelpFramer.TryRead(bytes, out RelpFrame frame));
        Assert.Equal(7, frame.Transaction);
        Assert.Equal("hello\nthere", Encoding.ASCII.GetString(bytes[frame.Data]));
        Assert.Equal(bytes.Length, frame.Consumed);
    }

    [Theory]
    [InlineData("x syslog 1 a\n")]
    [InlineData("1234567890 syslog 1 a\n")]
    [InlineData("1 thiscommandhasmorethanthirtytwoletters 0\n")]
    [InlineData("1 syslog -1 a\n")]
    [InlineData("1 syslog six a\n")]
    [InlineData("1 syslog 99999999999999999999 a\n")]
    [InlineData("1 syslog 999999999 a\n")]
    [InlineData("1 syslog 1 ab\n")]
    [InlineData("1  syslog 1 a\n")]
    public void What_is_no_frame_is_refused_before_anything_is_allocated_for_it(string bytes) =>
        Assert.Throws<InvalidDataException>(() => RelpFramer.TryRead(Encoding.ASCII.GetBytes(bytes), out _));

    [Fact]
    public void The_frames_of_another_implementation_are_read_the_same_way()
    {
        int cases = 0;
        foreach (string line in File.ReadLines(SharedData.Get("wire-relp/frames.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            byte[] bytes = Encoding.ASCII.GetBytes(document.RootElement.GetProperty("bytes").GetString()!);
            JsonElement expect = document.RootElement.GetProperty("expect");
            if (expect.TryGetProperty("complete", out _))
            {
                Assert.True(RelpFramer.TryRead(bytes, out RelpFrame frame), line);
                Assert.Equal(expect.GetProperty("command").GetString(), Encoding.ASCII.GetString(bytes[frame.Command]));
                if (expect.TryGetProperty("data", out JsonElement data))
                    Assert.Equal(data.GetString(), Encoding.ASCII.GetString(bytes[frame.Data]));
            }
            else if (expect.TryGetProperty("state", out _))
            {
                Assert.False(RelpFramer.TryRead(bytes, out _), line);
            }
            else if (expect.TryGetProperty("not_handled_upstream", out _) || (expect.TryGetProperty("why", out JsonElement why) && why.GetString()!.Contains("length", StringComparison.Ordinal)))
            {
                Assert.Throws<InvalidDataException>(() => RelpFramer.TryRead(bytes, out _));
            }

            cases++;
        }

        Assert.True(cases >= 10, $"only {cases} cases");
    }
}
