using SocCore.Incidents;
using SocCore.Storage;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Scheduling;

/// <summary>Two detectors on one store: one works, the other stands by, and a change of the seat loses and doubles nothing.</summary>
public sealed class SeatTests
{
    private readonly Lease _lease = new();
    private readonly Desk _first = new(Desk.Set(Desk.Action("a", raises: true, "source.ip")));
    private readonly Desk _second;

    public SeatTests()
    {
        _lease.Clock = _first.Clock;
        _first.Seat = new(_lease, _first.Clock);
        _first.Crash();
        _second = new Desk(_first.Rules) { Read = _first.Events, Cases = _first.Cases, Seat = new(_lease, _first.Clock) };
        _second.Crash();
    }

    [Fact]
    public async Task One_works_and_the_other_stands_by_until_the_seat_is_given_back()
    {
        await _first.SendAndScanAsync(A(0));
        Assert.Equal(0, await _second.Scan.RunOnceAsync(default));
        Assert.Equal((true, false), (_first.Scan.IsActive, _second.Scan.IsActive));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReplayAsync(_second));

        await _first.Seat.ReleaseAsync(default);
        await _first.SendAsync(A(1));
        await _second.Scan.DrainAsync(default);
        Assert.Equal((false, true), (_first.Scan.IsActive, _second.Scan.IsActive));
        Assert.Equal(2, Assert.Single(await _first.LiveAsync()).MatchCount);
    }

    [Fact]
    public async Task Who_was_stopped_for_as_long_as_the_lease_lasts_is_not_sure_of_it_before_it_asked_again()
    {
        await _first.SendAndScanAsync(A(0));
        Assert.True(_first.Seat.IsSure);
        _first.Clock.Advance(TimeSpan.FromSeconds(14));
        Assert.True(_first.Seat.IsSure);
        _first.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((true, false), (_first.Seat.IsTaken, _first.Seat.IsSure));
        Assert.True(await _first.Seat.TryTakeAsync(default));
        Assert.True(_first.Seat.IsSure);
    }

    [Fact]
    public async Task Who_let_the_lease_run_out_and_goes_on_unaware_commits_nothing_and_stands_by()
    {
        await _first.SendAndScanAsync(A(0));
        _first.Clock.Advance(TimeSpan.FromSeconds(16));
        await _first.SendAsync(A(1));
        await _second.Scan.DrainAsync(default);

        // As if it had been stopped in the middle of a scan: it believes that its lease lasts.
        await _first.SendAsync(A(2));
        Desk unaware = new(_first.Rules) { Read = _first.Events, Cases = _first.Cases, Seat = new(new Believer(), _first.Clock) };
        unaware.Crash();
        Assert.Equal(0, await unaware.Scan.RunOnceAsync(default));
        Assert.Equal(2, Assert.Single(await _first.LiveAsync()).MatchCount);
        Assert.Equal(0, await _first.Scan.RunOnceAsync(default));
        Assert.False(_first.Scan.IsActive);

        await _second.Scan.DrainAsync(default);
        Detection detection = Assert.Single(await _first.LiveAsync());
        Assert.Equal(3, detection.MatchCount);
        Assert.Single(await _first.IncidentsAsync());
    }

    [Fact]
    public async Task A_process_that_comes_back_reads_what_another_committed_meanwhile()
    {
        await _first.SendAndScanAsync(A(0));
        _first.Clock.Advance(TimeSpan.FromSeconds(16));
        await _first.SendAsync(A(1));
        await _second.Scan.DrainAsync(default);
        _first.Clock.Advance(TimeSpan.FromSeconds(16));
        await _first.SendAsync(A(2));
        await _first.Scan.DrainAsync(default);
        Assert.True(_first.Scan.IsActive);
        Assert.Equal(3, Assert.Single(await _first.LiveAsync()).MatchCount);
    }

    private static Told A(double second) => new("a", second, ("source.ip", "192.0.2.1"));

    private async Task ReplayAsync(Desk desk)
    {
        using SocCore.Events.EventBatch batch = await _first.Events.ReadNewAsync(new SpoolPosition(1, 0), 10, default);
        await desk.Scan.ReplayAsync(batch, Some.Time, Some.Time.AddHours(1), default);
    }

    private sealed class Lease : IDetectorLease
    {
        private string? _holder;
        private long _epoch;
        private DateTimeOffset _until;

        public TimeProvider Clock { get; set; } = TimeProvider.System;

        public ValueTask<long?> TryHoldAsync(string holder, TimeSpan duration, CancellationToken cancel)
        {
            DateTimeOffset now = Clock.GetUtcNow();
            if (_holder != holder && now < _until)
                return new((long?)null);
            if (_holder != holder || now >= _until)
                _epoch++;
            (_holder, _until) = (holder, now + duration);
            return new(_epoch);
        }

        public ValueTask ReleaseAsync(string holder, CancellationToken cancel)
        {
            if (_holder == holder)
                _until = default;
            return default;
        }
    }

    /// <summary>A lease as a process remembers it that was stopped before it could see that it had ended.</summary>
    private sealed class Believer : IDetectorLease
    {
        public ValueTask<long?> TryHoldAsync(string holder, TimeSpan duration, CancellationToken cancel) => new(1L);

        public ValueTask ReleaseAsync(string holder, CancellationToken cancel) => default;
    }
}
