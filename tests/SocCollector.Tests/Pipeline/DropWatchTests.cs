using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SocCollector.Listeners;
using SocCollector.Pipeline;
using Xunit;

namespace SocCollector.Tests.Pipeline;

public sealed class DropWatchTests
{
    [Fact]
    public void Drops_that_begin_and_end_are_two_events_with_the_number_that_was_lost()
    {
        FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));
        DropWatch watch = new(time);
        ListenerCounts counts = new();
        ListenerStatus[] listeners = [new("udp", ListenerKind.Udp, null, counts)];
        Assert.Empty(watch.Check(listeners));
        counts.SetDropped(0);
        Assert.Empty(watch.Check(listeners));

        counts.SetDropped(7);
        Assert.Equal(("udp.drops.began", "the kernel dropped 7 datagrams at listener 'udp'"), Read(Assert.Single(watch.Check(listeners))));
        time.Advance(TimeSpan.FromSeconds(6));
        counts.SetDropped(20);
        Assert.Empty(watch.Check(listeners));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Empty(watch.Check(listeners));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(("udp.drops.ended", "the kernel dropped 20 datagrams at listener 'udp'"), Read(Assert.Single(watch.Check(listeners))));

        counts.SetDropped(21);
        Assert.Equal(("udp.drops.began", "the kernel dropped 1 datagrams at listener 'udp'"), Read(Assert.Single(watch.Check(listeners))));
    }

    private static (string? Action, string? Message) Read(byte[] document)
    {
        JsonElement root = JsonDocument.Parse(document).RootElement;
        return (root.GetProperty("event.action").GetString(), root.GetProperty("message").GetString());
    }
}
