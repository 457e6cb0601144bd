using SocCollector.Pipeline;
using SocCore.Events;
using SocCore.Ports;
using SocCore.Storage;
using Xunit;

namespace SocCollector.Tests.Pipeline;

public sealed class DeadLetterReplayTests
{
    private static readonly DeadLetterQuery All = new(Limit: 100_000);

    [Fact]
    public async Task After_the_source_is_mended_all_letters_are_stored_once_with_their_ids_and_new_sequences()
    {
        const int Letters = 10_000;
        await using Collecting collecting = new();
        await collecting.StartAsync();
        for (int i = 0; i < Letters; i += 500)
            await CollectorPipelineTests.HandAsync(collecting.Spool, [.. Enumerable.Range(i, 500).Select(static n => $"dead {n}")]);
        await Collecting.UntilAsync(() => collecting.Pipeline.Accounting.Dead == Letters, "not all lines are dead");
        HashSet<EventId> ids = [.. collecting.Target.Snapshot().Select(static l => l.Id)];
        Assert.Equal(Letters, ids.Count);
        LetterState state = new(collecting.Target);
        DeadLetterReplay replay = new(collecting.Spool, collecting.Pipeline, state);

        ReplayOutcome part = await replay.RunAsync(All with { Limit = 100 }, AgencyScope.City, Collecting.Cancel);
        Assert.Equal((100, 0, 100), (part.Tried, part.Stored, part.StillDead));
        Assert.Equal("dead 99", System.Text.Encoding.UTF8.GetString(collecting.Target.Find(part.Last!.Value)!.Bytes.Span));
        Assert.Equal(Letters, collecting.Target.Snapshot().Count);

        collecting.Sources.Swap(static _ => false);
        Assert.Equal((Letters, Letters, 0), await RunAsync(replay, All));
        Assert.Equal(Enumerable.Range(0, Letters).Select(static n => $"dead {n}"), collecting.Target.Messages);
        Assert.True(ids.SetEquals(collecting.Target.Replayed));
        Assert.All(collecting.Target.Events, static e => Assert.True(e.Sequence > Letters));

        // Once more, as when the marks had not been written before a crash: nothing is stored twice.
        collecting.Target.Replayed.Clear();
        Assert.Equal((Letters, Letters, 0), await RunAsync(replay, All));
        Assert.Equal(Letters, collecting.Target.Messages.Count);
        Assert.Equal(Letters, collecting.Pipeline.Accounting.Duplicate);
        Assert.Equal(0, collecting.Pipeline.Accounting.Difference);
    }

    private static async Task<(int Tried, int Stored, int StillDead)> RunAsync(DeadLetterReplay replay, DeadLetterQuery query)
    {
        ReplayOutcome outcome = await replay.RunAsync(query, AgencyScope.City, Collecting.Cancel);
        return (outcome.Tried, outcome.Stored, outcome.StillDead);
    }

    [Fact]
    public async Task A_replayed_letter_keeps_its_sender_listener_and_receipt_time()
    {
        await using Collecting collecting = new();
        await collecting.StartAsync();
        await CollectorPipelineTests.HandAsync(collecting.Spool, "dead letter");
        await Collecting.UntilAsync(() => collecting.Pipeline.Accounting.Dead == 1, "the line is not dead");
        DeadLetter letter = Assert.Single(collecting.Target.Snapshot());
        collecting.Sources.Swap(static text => text.StartsWith("again", StringComparison.Ordinal));
        DeadLetterReplay replay = new(collecting.Spool, collecting.Pipeline, new LetterState(collecting.Target));
        await replay.RunAsync(All, AgencyScope.City, Collecting.Cancel);
        EcsFacts stored = Assert.Single(collecting.Target.Facts);
        Assert.Equal(new EcsFacts(letter.Id, letter.ReceivedAt, letter.Peer, letter.Listener), stored);
    }
}
