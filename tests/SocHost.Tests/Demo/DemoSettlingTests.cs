using Microsoft.Extensions.Time.Testing;
using SocHost.Demo;
using SocTesting;
using Xunit;

namespace SocHost.Tests.Demo;

/// <summary>When a demo is over.</summary>
public sealed class DemoSettlingTests
{
    private const long Sent = 1_000;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly DemoSettling _settling;

    public DemoSettlingTests() => _settling = new DemoSettling(Sent, _clock);

    [Fact]
    public void Slow_machine_is_waited_for_as_long_as_it_comes_on()
    {
        // A hundred times slower than a quick one: a line every 0.6 s, delivered and scanned in lumps.
        for (long received = 0; received < Sent; received++)
        {
            Assert.Null(_settling.See(new DemoProgress(received, received % 50, received % 7)));
            _clock.Advance(TimeSpan.FromSeconds(0.6));
        }

        Assert.Equal((DemoEnding.Settled, DemoSettling.Calm), Wait(new DemoProgress(Sent, 0, 0)));
    }

    [Fact]
    public void What_is_not_delivered_or_not_scanned_keeps_it_going()
    {
        Assert.Null(Stay(new DemoProgress(Sent, 1, 0), TimeSpan.FromMinutes(5)));
        Assert.Null(Stay(new DemoProgress(Sent, 0, 1), TimeSpan.FromMinutes(5)));
        Assert.Null(Stay(new DemoProgress(Sent, 0, 0), DemoSettling.Calm - Step));
        Assert.Null(Stay(new DemoProgress(Sent, 0, 3), Step));
        Assert.Equal((DemoEnding.Settled, DemoSettling.Calm), Wait(new DemoProgress(Sent, 0, 0)));
    }

    [Fact]
    public void Lines_that_never_come_are_waited_for_a_while_after_the_last_that_came()
    {
        Assert.Null(Stay(new DemoProgress(Sent - 2, 0, 0), DemoSettling.LostAfter - Step));
        Assert.Equal((DemoEnding.LinesLost, DemoSettling.LostAfter), Wait(new DemoProgress(Sent - 1, 0, 0)));
    }

    [Fact]
    public void Ceiling_ends_what_does_not_settle()
    {
        (DemoEnding ending, TimeSpan waited) = Wait(new DemoProgress(Sent, 5, 0));
        Assert.Equal(DemoEnding.CutShort, ending);
        Assert.Equal(DemoSettling.Ceiling, waited);
    }

    private DemoEnding? Stay(DemoProgress progress, TimeSpan length)
    {
        for (TimeSpan past = TimeSpan.Zero; past < length; past += Step)
        {
            if (_settling.See(progress) is { } ending)
                return ending;
            _clock.Advance(Step);
        }

        return null;
    }

    private (DemoEnding Ending, TimeSpan Waited) Wait(DemoProgress progress)
    {
        for (TimeSpan past = TimeSpan.Zero; ; past += Step)
        {
            if (_settling.See(progress) is { } ending)
                return (ending, past);
            _clock.Advance(Step);
        }
    }
}
