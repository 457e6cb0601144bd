using System.Text.Unicode;
using SocCollector.Formats;
using SocCollector.Sources.Mapping;
using SocCore.Events;

namespace SocCollector.Sources;

/// <summary>Finds the source of a record, has its decoder read it, runs its mapping, and adds what every event has.</summary>
internal sealed class Normalizer(SourceCatalog catalog, Inventory inventory, int only = -1) : INormalizer
{
    private const int LongestProgram = 128;

    private readonly MappingRun _run = new();
    private readonly Dictionary<(string Peer, string Listener, string Wire), PeerFacts> _peers = [];
    private PeerFacts? _last;

    /// <inheritdoc/>
    public NormalizeResult Normalize(ReadOnlySpan<byte> record, in RecordContext context, EventBatchBuilder builder)
    {
        ReadOnlySpan<byte> line = record.TrimEnd("\r\n\0"u8);
        bool repaired = false;
        if (TextForm.NeedsWork(line))
        {
            repaired = !Utf8.IsValid(line);
            line = TextForm.ToNfc(line);
        }

        SourceSet set = catalog.Current;
        PeerFacts peer = FactsOf(context, set);
        ClaimIndex claims = peer.Claims!;
        SyslogHeader header = default;
        header.Priority = -1;
        if (claims.ReadsHeader || (line.Length > 0 && line[0] == '<'))
            SyslogReader.Read(line, out header);
        int content = header.Content;
        int repeat = header.IsPresent ? Repeated.Unwrap(line, ref content, out int end) : Repeated.None(line, out end);
        int index = only >= 0 ? only : Choose(set, claims, peer, line, header, content, end);
        int lineBase = builder.Copy(line).Offset;
        Entry entry = new(line, header, content, end, repeat, repaired, lineBase);
        return index < 0
            ? Unclaimed(entry, peer, context, builder)
            : Claimed(set.Sources[index], entry, peer, context, builder);
    }

    private PeerFacts FactsOf(in RecordContext context, SourceSet set)
    {
        PeerFacts? facts = _last;
        if (facts is null || facts.Peer != context.Peer || facts.Listener != context.Listener || facts.Wire != context.Wire)
        {
            (string, string, string) key = (context.Peer, context.Listener, context.Wire);
            if (!_peers.TryGetValue(key, out facts))
            {
                // Senders by the ten thousand are spoofed addresses: forget them all rather than grow.
                if (_peers.Count > 20_000)
                    _peers.Clear();
                facts = new PeerFacts(context.Peer, context.Listener, context.Wire);
                _peers.Add(key, facts);
            }

            _last = facts;
        }

        if (facts.Set != set)
        {
            facts.Claims = new ClaimIndex(set, facts);
            facts.Set = set;
        }

        return facts;
    }

    private static int Choose(SourceSet set, ClaimIndex claims, PeerFacts peer, ReadOnlySpan<byte> line, in SyslogHeader header, int content, int end)
    {
        Span<byte> lower = stackalloc byte[LongestProgram];
        ReadOnlySpan<byte> program = ProgramOf(line, header, lower);
        ReadOnlySpan<byte> host = line.Slice(header.Host.Offset, header.Host.Length);
        ClaimView behind = new(line[content..end], program, host, header.Priority < 0 ? -1 : header.Priority / 8);
        ClaimView whole = new(line, default, default, -1);
        bool takesHeader = peer.IsSyslog || header.Priority >= 0;
        foreach ((Claim claim, int source) in claims.Of(program))
        {
            EnvelopeKind envelope = set.Sources[source].Envelope;
            bool opens = envelope == EnvelopeKind.Syslog || (envelope == EnvelopeKind.Auto && takesHeader);
            if (!opens && claim.Programs is not null)
                continue;
            if (opens ? claim.Fits(behind) : claim.Fits(whole))
                return source;
        }

        return -1;
    }

    /// <summary>The program as claims name it: lower case, without folders before it and without what old PAM put in brackets behind it.</summary>
    private static ReadOnlySpan<byte> ProgramOf(ReadOnlySpan<byte> line, in SyslogHeader header, Span<byte> lower)
    {
        ReadOnlySpan<byte> program = line.Slice(header.Program.Offset, header.Program.Length);
        int bracket = program.IndexOf((byte)'(');
        if (bracket > 0)
            program = program[..bracket];
        if (program.Length > 0 && program[0] == '/')
            program = program[(program.LastIndexOf((byte)'/') + 1)..];
        if (program.Length > lower.Length)
            program = program[..lower.Length];
        for (int i = 0; i < program.Length; i++)
            lower[i] = program[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(program[i] | 0x20) : program[i];
        return lower[..program.Length];
    }

    private NormalizeResult Claimed(Source source, in Entry entry, PeerFacts peer, in RecordContext context, EventBatchBuilder builder)
    {
        bool opens = source.Envelope == EnvelopeKind.Syslog || (source.Envelope == EnvelopeKind.Auto && (peer.IsSyslog || entry.Header.Priority >= 0));
        int from = opens ? entry.Content : 0;
        ReadOnlySpan<byte> content = opens ? entry.Line[from..entry.End] : entry.Line;
        MappingRun run = _run;
        run.Begin(source, builder, context.ReceivedAt, entry.LineBase);
        run.Fields.Sender = peer.Peer;
        source.Constants.Write(builder);
        if (opens)
            OpenHeader(entry, source);
        Common(source.Layout.ReadsContext, entry, opens, peer, from, content.Length);
        string? problem = source.Decoder.Decode(content, from, run.Fields);
        Owner owner = source.Owner ?? inventory.Find(peer, opens ? entry.Line.Slice(entry.Header.Host.Offset, entry.Header.Host.Length) : default);
        if (problem is not null && (!source.Decoder.IsText || source.UnmatchedIsDead))
        {
            // A line that only steers the reading (#fields, a CSV header) is no event and no loss.
            bool steers = ReferenceEquals(problem, ContentDecoder.Steering);
            return new NormalizeResult(steers ? NormalizeFate.Filtered : NormalizeFate.Dead, context.ReceivedAt, source.Profile.Index, owner.Agency, steers ? null : "decode", steers ? null : problem);
        }

        foreach (DropRule drop in source.Drops)
        {
            if (drop.Drops(run.Fields))
                return new NormalizeResult(NormalizeFate.Filtered, context.ReceivedAt, source.Profile.Index, owner.Agency);
        }

        if (source.Decoder.IsText && content.Length > 0)
            builder.Add(EcsField.Message.Id, new TextRange(entry.LineBase + from, content.Length), ValueKind.Text);
        foreach (Step step in source.Steps)
            step.Run(run);
        if (problem is not null)
            builder.AddText(EcsField.Tags.Id, "unparsed"u8);
        UnnamedFields.Write(run);
        long timestamp = RecordFields.Write(run.Timestamp, run.Quality, source.Lead, entry, peer, context, builder);
        owner.Block.Write(builder);
        if (owner.Site is not null && !builder.Has(EcsField.CitySite.Id))
            owner.Site.Write(builder);
        RecordFields.SettleClaimedAgency(builder, owner);
        foreach (int slot in source.Masked)
            Mask(slot);
        if (run.Blots.Length > 0)
            Redaction.Apply(run, entry.Line);
        if (run.Rejected > 0)
            source.Counters.Reject(run.Rejected);
        return new NormalizeResult(NormalizeFate.Event, timestamp, source.Profile.Index, owner.Agency);
    }

    private void OpenHeader(in Entry entry, Source source)
    {
        SyslogHeader header = entry.Header;
        SyslogFields.Write(entry.Line, header, _run.Fields);
        if (header.IsMalformed)
            _run.Builder.AddText(EcsField.Tags.Id, "syslog_malformed"u8);
        if (header is { HasTime: true, ClockUnset: false })
            _run.SetTime(header.Time.ToUtcTicks(_run.ReceivedAt, source.Zone, out TimeQuality quality), quality);
        if (header.Host.Length > 0 && source.Host is not null)
        {
            TextRange host = new(entry.LineBase + header.Host.Offset, header.Host.Length);
            _run.Builder.Add(source.Host.Id, host, ValueKind.Text);
            _run.Relate(EcsField.RelatedHosts.Id, host);
        }

        DecodedFields fields = _run.Fields;
        fields.Set(Slot.Host, header.Host.Offset, header.Host.Length);
        fields.Set(Slot.Program, header.Program.Offset, header.Program.Length);
        fields.Set(Slot.Pid, header.Pid.Offset, header.Pid.Length);
        fields.Set(Slot.MessageId, header.MessageId.Offset, header.MessageId.Length);
        if (entry.Repeat > 1)
        {
            _run.Builder.AddInteger(EcsField.CityRepeat, entry.Repeat);
            FieldSlot written = _run.Builder.Open[^1];
            fields.Set(Slot.Repeat, new TextRange(written.Offset, written.Length), 0, 0, ValueKind.Integer);
        }
    }

    private void Common(bool all, in Entry entry, bool opens, PeerFacts peer, int from, int length)
    {
        DecodedFields fields = _run.Fields;
        fields.Set(Slot.Message, from, length);
        if (!all)
            return;
        fields.Set(Slot.Line, 0, entry.Line.Length);
        fields.SetText(Slot.Listener, peer.Utf8Listener);
        fields.SetText(peer.IsFile ? Slot.File : Slot.Peer, peer.Utf8Peer);
        if (!opens || entry.Header.Priority < 0)
            return;
        fields.SetText(Slot.Facility, SyslogFields.FacilityNames[entry.Header.Priority / 8]);
        fields.SetText(Slot.Severity, SyslogFields.SeverityNames[entry.Header.Priority % 8]);
    }

    private void Mask(int slot)
    {
        if (!_run.Fields.TryGet(slot, out DecodedValue value))
            return;
        _run.BlotOut(value, default);
        while (value.Next != 0)
        {
            value = _run.Fields.At(value.Next - 1);
            _run.BlotOut(value, default);
        }
    }

    private NormalizeResult Unclaimed(in Entry entry, PeerFacts peer, in RecordContext context, EventBatchBuilder builder)
    {
        Source source = catalog.Unclaimed(context.Wire);
        _run.Begin(source, builder, context.ReceivedAt, entry.LineBase);
        source.Constants.Write(builder);
        bool opens = entry.Header.IsPresent && (peer.IsSyslog || entry.Header.Priority >= 0 || (entry.Header.HasTime && entry.Header.Program.Length > 0));
        if (opens)
            OpenHeader(entry, source);
        int from = opens ? entry.Content : 0;
        int length = (opens ? entry.End : entry.Line.Length) - from;
        if (length > 0)
            builder.Add(EcsField.Message.Id, new TextRange(entry.LineBase + from, length), ValueKind.Text);
        if (entry.Header.BadPriority)
            builder.AddText(EcsField.Tags.Id, "syslog_bad_priority"u8);
        Owner owner = inventory.Find(peer, opens ? entry.Line.Slice(entry.Header.Host.Offset, entry.Header.Host.Length) : default);
        long timestamp = RecordFields.Write(_run.Timestamp, _run.Quality, source.Lead, entry, peer, context, builder);
        owner.Block.Write(builder);
        owner.Site?.Write(builder);
        return new NormalizeResult(NormalizeFate.Unclaimed, timestamp, -1, owner.Agency);
    }
}
