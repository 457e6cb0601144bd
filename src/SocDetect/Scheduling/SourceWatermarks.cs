using System.Text;
using SocCore.Events;
using SocCore.Storage;

namespace SocDetect.Scheduling;

/// <summary>
/// How far event time is complete, by source and agency. A source's mark is the latest event time seen of it, capped at
/// receipt plus one minute so that a clock that runs ahead closes no window early; rules take their lateness off it.
/// </summary>
internal sealed class SourceWatermarks(Func<string, TimeSpan> idleAfter)
{
    private const long Cap = TimeSpan.TicksPerMinute;

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(24);

    private readonly Dictionary<(string Source, string Agency), SourceMark> _marks = [];
    private byte[] _lastSource = [];
    private byte[] _lastAgency = [];
    private byte[] _lastDataset = [];
    private SourceMark? _last;

    /// <summary>All marks.</summary>
    public IReadOnlyCollection<SourceMark> Marks => _marks.Values;

    /// <summary>Notes the events of a batch.</summary>
    public void See(EventBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            EcsEvent source = batch[i];
            SourceMark mark = MarkOf(source);
            ref readonly EventHeader header = ref source.Header;
            mark.Reached = Math.Max(mark.Reached, Math.Min(header.Timestamp, header.Created + Cap));
            mark.Seen = Math.Max(mark.Seen, header.Created);
        }
    }

    /// <summary>Takes a saved mark up.</summary>
    public void Add(SourceMark mark)
    {
        _marks[(mark.Source, mark.Agency)] = mark;
        _last = null;
    }

    /// <summary>The least mark of the sources that write one of the datasets; <see cref="long.MinValue"/> when none does.</summary>
    public long Least(IReadOnlySet<string> datasets)
    {
        long least = long.MaxValue;
        foreach (SourceMark mark in _marks.Values)
        {
            if (mark.Reached < least && mark.Datasets.Overlaps(datasets))
                least = mark.Reached;
        }

        return least == long.MaxValue ? long.MinValue : least;
    }

    /// <summary>Whether a source that writes one of the datasets was heard of.</summary>
    public bool Feeds(IReadOnlySet<string> datasets) => _marks.Values.Any(m => m.Datasets.Overlaps(datasets));

    /// <summary>
    /// Lets silent sources follow the clock, and forgets those that were silent for a day. To be called only when nothing
    /// waits to be read. A step is taken when a decision waits for it, else once a minute; each is a ledger row.
    /// </summary>
    /// <param name="now">Clock time.</param>
    /// <param name="wanted">The least mark that some decision waits for.</param>
    /// <param name="ledger">Gets the rows.</param>
    public void StepIdle(DateTimeOffset now, long wanted, List<LedgerRow> ledger)
    {
        foreach (SourceMark mark in _marks.Values.ToList())
        {
            TimeSpan idle = idleAfter(mark.Source);
            TimeSpan silent = TimeSpan.FromTicks(now.UtcTicks - mark.Seen);
            if (silent < idle)
                continue;
            if (silent > Forgotten)
            {
                _marks.Remove((mark.Source, mark.Agency));
                _last = null;
                ledger.Add(new LedgerRow("skipped", Name(mark), At(mark.Seen), now, 0, "silent for 24 h; windows wait for it no more", now));
                continue;
            }

            long target = now.UtcTicks - idle.Ticks;
            if (target <= mark.Reached || (target < wanted && target - mark.Reached < TimeSpan.TicksPerMinute))
                continue;
            ledger.Add(new LedgerRow("idle", Name(mark), At(mark.Reached), At(target), 0, "silent source follows the clock", now));
            mark.Reached = target;
        }
    }

    private static string Name(SourceMark mark) => LedgerRow.SubjectOf(mark.Source, mark.Agency);

    private static DateTimeOffset At(long ticks) => new(Math.Max(0, ticks), TimeSpan.Zero);

    /// <summary>Events of one source come in runs: as long as names and dataset are those of the event before, nothing is looked up.</summary>
    private SourceMark MarkOf(EcsEvent source)
    {
        ReadOnlySpan<byte> dataset = source.Utf8(EcsField.EventDataset);
        ReadOnlySpan<byte> name = source.Utf8(EcsField.SocSource);
        if (name.IsEmpty)
            name = dataset;
        ReadOnlySpan<byte> agency = source.Utf8(EcsField.OrganizationId);
        if (_last is not null && name.SequenceEqual(_lastSource) && agency.SequenceEqual(_lastAgency) && dataset.SequenceEqual(_lastDataset))
            return _last;
        string agencyText = agency.IsEmpty ? AgencyScope.Unassigned : Encoding.UTF8.GetString(agency);
        (string, string) key = (Encoding.UTF8.GetString(name), agencyText);
        if (!_marks.TryGetValue(key, out SourceMark? mark))
            _marks[key] = mark = new SourceMark { Source = key.Item1, Agency = agencyText };

        mark.Datasets.Add(Encoding.UTF8.GetString(dataset));
        _lastSource = name.ToArray();
        _lastAgency = agency.ToArray();
        _lastDataset = dataset.ToArray();
        return _last = mark;
    }
}
