using SocCollector.Pipeline;
using SocCore.Events;
using SocCore.Storage;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Pipeline;

public sealed class NdjsonTargetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_become_one_document_a_line()
    {
        using ScratchFolder scratch = new();
        using (NdjsonTarget target = new(scratch["out.ndjson"], scratch["spool"]))
        {
            Assert.Equal(0, await target.GetDeliveredAsync(1, Cancel));
            await AppendAsync(target, 1, """{"message":"a\nb"}""", """{"message":"trạm bơm"}""");
        }

        string[] lines = await File.ReadAllLinesAsync(scratch["out.ndjson"], Cancel);
        Assert.Equal(2, lines.Length);
        Assert.Contains("""
            "message":"a\nb"
            """.Trim(), lines[0], StringComparison.Ordinal);
        Assert.Contains("trạm bơm", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_crash_left_behind_the_mark_is_cut_off_and_written_again()
    {
        using ScratchFolder scratch = new();
        string output = scratch["out.ndjson"];
        await File.WriteAllTextAsync(output, "{\"message\":\"was there\"}\n", Cancel);
        using (NdjsonTarget target = new(output, scratch["spool"]))
        {
            Assert.Equal(0, await target.GetDeliveredAsync(1, Cancel));
            await AppendAsync(target, 1, """{"message":"one"}""");
            await AppendAsync(target, 2, """{"message":"two"}""");
        }

        // The program ended between writing events and moving the mark.
        await File.AppendAllTextAsync(output, "{\"message\":\"three\"}\n{\"mess", Cancel);
        using (NdjsonTarget target = new(output, scratch["spool"]))
        {
            Assert.Equal(2, await target.GetDeliveredAsync(1, Cancel));
            await AppendAsync(target, 3, """{"message":"three"}""");
        }

        string[] lines = await File.ReadAllLinesAsync(output, Cancel);
        Assert.Equal(["was there", "one", "two", "three"], lines.Select(static l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Another_output_goes_on_behind_what_was_delivered()
    {
        using ScratchFolder scratch = new();
        using (NdjsonTarget target = new(scratch["a.ndjson"], scratch["spool"]))
        {
            await target.GetDeliveredAsync(1, Cancel);
            await AppendAsync(target, 1, """{"message":"one"}""");
        }

        using (NdjsonTarget target = new(scratch["b.ndjson"], scratch["spool"]))
            Assert.Equal(1, await target.GetDeliveredAsync(1, Cancel));
    }

    [Fact]
    public async Task An_output_that_has_lost_what_was_delivered_is_refused_in_words()
    {
        using ScratchFolder scratch = new();
        using (NdjsonTarget target = new(scratch["a.ndjson"], scratch["spool"]))
        {
            await target.GetDeliveredAsync(1, Cancel);
            await AppendAsync(target, 1, """{"message":"one"}""");
        }

        File.Delete(scratch["a.ndjson"]);
        using NdjsonTarget again = new(scratch["a.ndjson"], scratch["spool"]);
        IOException error = await Assert.ThrowsAsync<IOException>(async () => await again.GetDeliveredAsync(1, Cancel));
        Assert.Contains("were delivered to it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_are_kept_beside_the_output()
    {
        using ScratchFolder scratch = new();
        using NdjsonTarget target = new(scratch["out.ndjson"], scratch["spool"]);
        DeadLetter letter = new() { Id = EventId.OfPosition(1, 2, 3), Bytes = new byte[] { 0xFF, 0x41 }, Listener = "tcp", Peer = "192.0.2.1", Agency = "so-tttt", Stage = "decode", Reason = "no form fits", ReceivedAt = Some.Time };
        await target.KeepAsync([letter], Cancel);
        System.Text.Json.JsonElement kept = System.Text.Json.JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(scratch["out.dead.ndjson"], Cancel))).RootElement;
        Assert.Equal(letter.Bytes.ToArray(), kept.GetProperty("bytes").GetBytesFromBase64());
        Assert.Equal("no form fits", kept.GetProperty("reason").GetString());
    }

    private static async Task AppendAsync(NdjsonTarget target, long upTo, params string[] documents)
    {
        using EventBatch batch = Some.Batch(1, upTo, documents);
        await target.AppendAsync(batch, new SpoolPosition(1, upTo), mayRepeat: false, Cancel);
    }
}
