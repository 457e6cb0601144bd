using System.Globalization;
using SocCore.Events;
using SocCore.Rules;
using SocCore.Storage;
using SocTesting;

namespace SocDetect.Tests.Scheduling;

/// <summary>Events of others in memory: a reading gives what is behind the committed number, and the last few before it again, as a real one may.</summary>
internal sealed class ForeignShelf : IForeignEvents, IForeignReading
{
    private const int Again = 3;

    private readonly List<(string Action, double Second)> _told = [];
    private int _read;
    private bool _isRepeat;

    public IReadOnlyList<string> Feeds => ["foreign/shelf × unassigned"];

    public IReadOnlyList<DatasetLogSource> Declared { get; } = [new("shelf.log", new LogSource(Product: "test"))];

    /// <summary>How often a reading was begun.</summary>
    public int Opened { get; private set; }

    /// <summary>How many ids were kept, each time.</summary>
    public List<int> Kept { get; } = [];

    /// <summary>Runs when ids are kept, which is before the commit.</summary>
    public Action? OnKeep { get; set; }

    public void Tell(string action, double second) => _told.Add((action, second));

    public async ValueTask<IForeignReading> OpenAsync(Func<string, CancellationToken, ValueTask<string?>> stateOf, CancellationToken cancel)
    {
        Opened++;
        int committed = await stateOf("shelf", cancel) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        _read = Math.Max(0, committed - Again);
        _isRepeat = committed > 0;
        return this;
    }

    /// <summary>What a look waits for; null for nothing.</summary>
    public Task? Slowness { get; set; }

    /// <summary>What a look tells of instead of events; null for nothing.</summary>
    public LedgerRow? Trouble { get; set; }

    public async ValueTask<ForeignEvents?> NextAsync(CancellationToken cancel)
    {
        if (Slowness is { } slowness)
            await slowness.WaitAsync(cancel);
        if (Trouble is { } trouble)
        {
            Trouble = null;
            return new ForeignEvents(trouble.Subject, EventBatch.Empty, true, new Dictionary<string, string>(), [trouble]);
        }

        if (_read == _told.Count)
            return null;
        using EventBatchBuilder builder = new();
        for (; _read < _told.Count; _read++)
        {
            (string action, double second) = _told[_read];
            long time = Some.Time.AddSeconds(second).UtcTicks;
            builder.Begin();
            builder.AddTime(EcsField.Timestamp, time);
            builder.AddText(EcsField.EventDataset, "shelf.log");
            builder.AddText(EcsField.EventAction, action);
            builder.AddText(EcsField.SourceIp, "192.0.2.1");
            builder.Commit(EventId.OfForeign("shelf"u8, BitConverter.GetBytes(_read)), 0, 0, time, time);
        }

        bool isRepeat = _isRepeat;
        _isRepeat = false;
        LedgerRow row = new("late", "foreign/shelf × unassigned", Some.Time, Some.Time, 1, "as told", Some.Time);
        return new ForeignEvents(
            "foreign/shelf × unassigned", builder.Build(), isRepeat, new Dictionary<string, string> { ["shelf"] = _read.ToString(CultureInfo.InvariantCulture) }, isRepeat ? [] : [row]);
    }

    public ValueTask KeepAsync(IReadOnlyCollection<EventId> ids, CancellationToken cancel)
    {
        Kept.Add(ids.Count);
        OnKeep?.Invoke();
        return default;
    }

    public ValueTask DisposeAsync() => default;
}
