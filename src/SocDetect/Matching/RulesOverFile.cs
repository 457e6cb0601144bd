using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text.Json;
using SocCore.Events;
using SocCore.Rules;
using SocDetect.Sigma;

namespace SocDetect.Matching;

/// <summary>
/// All rules over a file of events in one pass. Each match is one line <c>{"rule":id,"event":line}</c>, lines counted from 1,
/// rules of one event in the order of their files.
/// </summary>
public sealed class RulesOverFile
{
    private const int BatchEvents = 256;

    private readonly EventFileFormat _format;
    private readonly MatchProgram? _program;
    private readonly MatchState? _state;
    private readonly LogSourceRoutes? _sources;
    private readonly RuleMatcher? _matcher;
    private readonly WantedFields _wanted;
    private readonly byte[][] _ids;
    private readonly List<RuleHit> _hits = [];
    private readonly List<(Route? Route, long Line)> _routes = [];
    private readonly ArrayBufferWriter<byte> _lines = new(1 << 16);
    private long _line;
    private long _events;
    private long _unreadable;
    private long _matches;

    private RulesOverFile(RuleSet rules, RulesOverFileOptions options)
    {
        _format = options.Format;
        _wanted = new WantedFields(rules);
        _ids = [.. rules.Rules.Select(static r => JsonSerializer.SerializeToUtf8Bytes(r.Id))];
        if (options.Format == EventFileFormat.Flat)
        {
            _program = new MatchProgram([.. rules.Rules.Index().Select(static r => (r.Index, r.Item.Condition))]);
            _state = new MatchState(_program);
            _sources = new LogSourceRoutes(rules, _program);
        }
        else
        {
            IReadOnlyList<DatasetLogSource> offers = options.Format == EventFileFormat.WinEvent ? WindowsChannels.Offers : options.Offers;
            _matcher = offers.Count == 0 ? RuleMatcher.CompileUnrouted(rules) : RuleMatcher.Compile(rules, offers);
        }
    }

    /// <summary>Loads the rules, runs them over the file and writes the matches.</summary>
    /// <exception cref="FileNotFoundException">The file of events is not there.</exception>
    public static async Task<RulesOverFileSummary> RunAsync(RulesOverFileOptions options, Stream output, CancellationToken cancel, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        long start = time.GetTimestamp();
        RuleLoadResult loaded = RuleLoader.Load(options.Rules, new RuleLoadOptions
        {
            MapFields = options.Format == EventFileFormat.Ecs,
            MappingFolders = options.MappingFolders,
            ListFolders = options.ListFolders,
        });
        RulesOverFile run = new(loaded.Set, options);
        double load = time.GetElapsedTime(start).TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        start = time.GetTimestamp();
        FileStream file = new(options.Events, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
            await run.ReadAsync(file, output, cancel).ConfigureAwait(false);
        double seconds = time.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        double cpu = (process.TotalProcessorTime - before).TotalSeconds;
        long tried = run._matcher?.Tried ?? run._state!.Tried;
        return new RulesOverFileSummary(
            loaded.Set.Rules.Count, run._events, run._unreadable, run._matches, load, seconds, cpu, run._events / Math.Max(seconds, 1e-9),
            new FileInfo(options.Events).Length, run._events == 0 ? 0 : (double)tried / run._events, process.PeakWorkingSet64)
        {
            Problems = loaded.Problems,
        };
    }

    private async Task ReadAsync(Stream file, Stream output, CancellationToken cancel)
    {
        using LineSource source = new(file);
        using EventBatchBuilder builder = new();
        do
        {
            while (source.TryTake(out ReadOnlyMemory<byte> line))
            {
                _line++;
                Take(line.Span, builder);
                if (builder.Count == BatchEvents)
                    Flush(builder);
            }

            Flush(builder);
            if (_lines.WrittenCount > 0)
            {
                await output.WriteAsync(_lines.WrittenMemory, cancel).ConfigureAwait(false);
                _lines.ResetWrittenCount();
            }
        }
        while (await source.FillAsync(cancel).ConfigureAwait(false));
        await output.FlushAsync(cancel).ConfigureAwait(false);
    }

    private void Take(ReadOnlySpan<byte> line, EventBatchBuilder builder)
    {
        line = line.Trim(" \r\t"u8);
        if (line.IsEmpty)
            return;
        Span<byte> key = stackalloc byte[256];
        Route? route = null;
        try
        {
            builder.Begin();
            switch (_format)
            {
                case EventFileFormat.Flat:
                    route = _sources!.Of(key[..FlatEventReader.Read(line, builder, _wanted, key)]);
                    break;
                case EventFileFormat.WinEvent:
                    WindowsEventReader.Read(line, builder);
                    break;
                default:
                    EcsJsonReader.Read(line, builder);
                    break;
            }
        }
        catch (JsonException)
        {
            builder.Abandon();
            _unreadable++;
            return;
        }

        builder.Commit(default, 0, _line, 0, 0);
        _routes.Add((route, _line));
        _events++;
    }

    private void Flush(EventBatchBuilder builder)
    {
        if (builder.Count == 0)
            return;
        using EventBatch batch = builder.Build();
        if (_matcher is not null)
        {
            _matcher.Match(batch, _hits);
        }
        else
        {
            for (int e = 0; e < batch.Count; e++)
                _program!.Match(batch[e], e, _state!, _hits, _routes[e].Route);
        }

        foreach (RuleHit hit in _hits)
            Write(hit);
        _matches += _hits.Count;
        _hits.Clear();
        _routes.Clear();
    }

    private void Write(RuleHit hit)
    {
        _lines.Write("{\"rule\":"u8);
        _lines.Write(_ids[hit.Rule]);
        _lines.Write(",\"event\":"u8);
        Utf8Formatter.TryFormat(_routes[hit.Event].Line, _lines.GetSpan(20), out int written);
        _lines.Advance(written);
        _lines.Write("}\n"u8);
    }
}
