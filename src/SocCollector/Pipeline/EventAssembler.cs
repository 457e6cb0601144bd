using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocCollector.Sources;
using SocCollector.Spool;
using SocCore.Events;
using SocCore.Storage;
using EventId = SocCore.Events.EventId;

namespace SocCollector.Pipeline;

/// <summary>
/// Reads records from the spool and makes deliveries of them: normalized events with what the collector itself adds
/// (event.ingested, soc.spool, soc.seq), dead letters, and the position up to which every record has its fate.
/// One thread at a time.
/// </summary>
internal sealed partial class EventAssembler : IDisposable
{
    private const string NoOne = "unassigned";

    /// <summary>A source that leaves nearly everything out must not keep the position from moving.</summary>
    private const int MostFilteredPerEvent = 8;

    private readonly LogSpool _spool;
    private readonly SpoolReader _reader;
    private readonly ISourceView _sources;
    private readonly SourceActivity _activity;
    private readonly UnclaimedSenders _unclaimed;
    private readonly SilenceWatch _silence;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly INormalizer _normalizer;
    private readonly EventBatchBuilder _builder = new();
    private readonly PeerNames _peers = new();
    private readonly byte[] _machine = Encoding.UTF8.GetBytes(Environment.MachineName);
    private readonly byte[] _spoolName;
    private readonly long _repeatUntil;
    private Delivery _open = new();
    private TextRange _ingested;
    private TextRange _spoolText;

    public EventAssembler(LogSpool spool, long after, ISourceView sources, SourceActivity activity, UnclaimedSenders unclaimed, SilenceWatch silence, DeliveryOptions options, int onTheirWay, TimeProvider time, ILogger logger)
    {
        _spool = spool;
        _reader = new SpoolReader(spool, after);
        _sources = sources;
        _normalizer = sources.CreateNormalizer();
        _activity = activity;
        _unclaimed = unclaimed;
        _silence = silence;
        _options = options;
        _time = time;
        _logger = logger;
        _spoolName = Encoding.ASCII.GetBytes(spool.Options.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        // What was on its way when the program ended may have arrived: at most so many deliveries behind the last known position.
        _repeatUntil = Math.Min(spool.Backlog, after + ((MostFilteredPerEvent + 2L) * options.MaxEvents * onTheirWay));
    }

    /// <summary>The last sequence that was read.</summary>
    public long Sequence => _reader.Sequence;

    /// <summary>Whether the open delivery holds anything.</summary>
    public bool HasAny => !_open.IsEmpty;

    /// <summary>Reads what is durable into the open delivery. True when the delivery is full.</summary>
    public bool Fill()
    {
        while (_builder.Count < _options.MaxEvents && _builder.TextLength < _options.MaxTextBytes && _open.Dead.Count < _options.MaxEvents
            && _open.Filtered < MostFilteredPerEvent * _options.MaxEvents)
        {
            if (!_reader.TryRead(out SpoolRecord record, out SpoolDamage? damage))
                return false;
            if (damage is not null)
                NoteDamage(damage);
            else
                Take(record);
        }

        return true;
    }

    /// <summary>Closes the open delivery and hands it out.</summary>
    public Delivery Close()
    {
        Delivery delivery = _open;
        delivery.Events = _builder.Build();
        delivery.UpTo = _reader.Sequence;
        _open = new Delivery();
        return delivery;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _builder.Dispose();
    }

    private void Take(in SpoolRecord record)
    {
        _open.Records++;
        ListenerName listener = _spool.Listeners[record.Listener];
        string peer = _peers.NameOf(record.Peer);
        EventId id = IdOf(record, out long fileOffset);
        RecordContext context = new(peer, listener.Id, listener.Wire, record.ReceivedAt, fileOffset);
        if (record.Sequence <= _repeatUntil || record.Kind == RecordKind.Replay)
            _open.MayRepeat = true;

        _builder.Begin();
        NormalizeResult result = record.Kind == RecordKind.Document ? ReadDocument(record) : Normalize(record, context);
        _activity.Add(result, record);
        switch (result.Fate)
        {
            case NormalizeFate.Event:
                if (record.Kind != RecordKind.Replay)
                    _silence.Note(result.SourceIndex, result.Agency, record.ReceivedAt, _builder);
                Commit(id, record, result);
                return;
            case NormalizeFate.Unclaimed:
                _unclaimed.Add(peer, listener.Id, OpenText(EcsField.SyslogAppname), record.ReceivedAt, record.Bytes);
                Commit(id, record, result);
                return;
            case NormalizeFate.Filtered:
                _builder.Abandon();
                _open.Filtered++;
                if (record.Kind == RecordKind.Replay)
                    _open.Replayed.Add(id);
                return;
            default:
                _builder.Abandon();
                Bury(id, record, context, result);
                return;
        }
    }

    /// <summary>A decoder that throws has a fault of its own; the record must not stop those behind it, and is kept for a replay.</summary>
    private NormalizeResult Normalize(in SpoolRecord record, in RecordContext context)
    {
        try
        {
            return _normalizer.Normalize(record.Bytes, context, _builder);
        }
#pragma warning disable CA1031 // Whatever it is, this record is dead and the next one is read.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.DecoderFault(_logger, e, record.Sequence, context.Listener, context.Peer);
            return new NormalizeResult(NormalizeFate.Dead, record.ReceivedAt, -1, NoOne, "decode", $"the decoder failed: {e.GetType().Name}: {e.Message}");
        }
    }

    private void Commit(EventId id, in SpoolRecord record, in NormalizeResult result)
    {
        if (_builder.Count == 0)
        {
            // Text that all events of the batch share is written once, beside the first of them.
            _ingested = _builder.Advance(Rfc3339.Write(_time.GetUtcNow().UtcTicks, _builder.Reserve(Rfc3339.MaxLength)));
            _spoolText = _builder.Copy(_spoolName);
        }

        _builder.Add(EcsField.EventIngested.Id, _ingested, ValueKind.Text);
        _builder.Add(EcsField.SocSpool.Id, _spoolText, ValueKind.Text);
        _builder.AddInteger(EcsField.SocSequence, record.Sequence);
        _builder.Commit(id, _spool.Options.Id, record.Sequence, result.Timestamp, record.ReceivedAt);
        if (record.Kind == RecordKind.Replay)
            _open.Replayed.Add(id);
    }

    private void Bury(EventId id, in SpoolRecord record, in RecordContext context, in NormalizeResult result) =>
        _open.Dead.Add(new DeadLetter
        {
            Id = id,
            Bytes = record.Bytes.ToArray(),
            Listener = context.Listener,
            Peer = context.Peer,
            Name = NameOf(record).ToArray(),
            Source = _sources.IdOf(result.SourceIndex),
            Agency = string.IsNullOrEmpty(result.Agency) ? NoOne : result.Agency,
            Stage = result.Stage ?? "decode",
            Reason = result.Reason ?? "the source cannot read it",
            ReceivedAt = new DateTimeOffset(record.ReceivedAt, TimeSpan.Zero),
        });

    /// <summary>What the disk has lost cannot be read again; the place is kept as a letter, so that somebody looks.</summary>
    private void NoteDamage(SpoolDamage damage)
    {
        Log.Damaged(_logger, damage.Path, damage.Offset, damage.Length, damage.Count);
        _open.Damaged += damage.Count;
        DateTimeOffset now = _time.GetUtcNow();
        _open.Dead.Add(new DeadLetter
        {
            Id = EventId.OfPosition(now.ToUnixTimeMilliseconds(), _spool.Key, damage.FirstSequence),
            Bytes = ReadOnlyMemory<byte>.Empty,
            Listener = "spool",
            Peer = damage.Path,
            Agency = NoOne,
            Stage = "framing",
            Reason = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{damage.Count} records from sequence {damage.FirstSequence} on are damaged: {damage.Length} bytes at offset {damage.Offset} of '{damage.Path}'"),
            ReceivedAt = now,
        });
    }

    private EventId IdOf(in SpoolRecord record, out long fileOffset)
    {
        fileOffset = -1;
        ReadOnlySpan<byte> name = NameOf(record);
        if (FileLineName.TryRead(name, out FileLineName line))
            fileOffset = line.Offset;
        if (record.Kind == RecordKind.Replay)
            return ReplayName.IdOf(record.Name);
        if (record.Kind == RecordKind.FileLine)
            return FileLineName.IdOf(name, line.BornAt, _machine);
        return EventId.OfPosition((record.ReceivedAt - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond, _spool.Key, record.Sequence);
    }

    private static ReadOnlySpan<byte> NameOf(in SpoolRecord record) =>
        record.Kind == RecordKind.Replay ? ReplayName.OriginalOf(record.Name) : record.Name;

    /// <summary>A document that the collector wrote itself: it has all its fields.</summary>
    private NormalizeResult ReadDocument(in SpoolRecord record)
    {
        try
        {
            EcsJsonReader.Read(record.Bytes, _builder);
            return new NormalizeResult(NormalizeFate.Event, record.ReceivedAt, -1, "");
        }
        catch (JsonException e)
        {
            return new NormalizeResult(NormalizeFate.Dead, record.ReceivedAt, -1, NoOne, "decode", e.Message);
        }
    }

    private ReadOnlySpan<byte> OpenText(Field field)
    {
        foreach (FieldSlot slot in _builder.Open)
        {
            if (slot.FieldId == field.Id)
                return _builder.TextOf(new TextRange(slot.Offset, slot.Length));
        }

        return default;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.DecoderFault, LogLevel.Error, "The record of sequence {Sequence} (listener '{Listener}', sender {Peer}) made a decoder fail; it is kept as a dead letter.")]
        public static partial void DecoderFault(ILogger logger, Exception e, long sequence, string listener, string peer);

        [LoggerMessage(EventIds.SpoolDamaged, LogLevel.Critical, "The spool segment '{Path}' is damaged at offset {Offset} ({Length} bytes): {Count} records are lost. Look at the disk.")]
        public static partial void Damaged(ILogger logger, string path, long offset, long length, long count);
    }
}
