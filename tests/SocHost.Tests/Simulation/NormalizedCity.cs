using SocCollector.Sources;
using SocCore.Events;
using SocHost.Simulation;

namespace SocHost.Tests.Simulation;

/// <summary>Reads the lines of a city with a set of sources, as the collector would, without sockets and stores.</summary>
internal sealed class NormalizedCity : IDisposable
{
    private readonly EventBatchBuilder _builder = new();
    private readonly INormalizer _normalizer;
    private long _sequence;

    public NormalizedCity(SourceCatalog sources) => _normalizer = sources.NewNormalizer();

    /// <summary>Lines that their source could not read, with the reason.</summary>
    public List<(CityLine Line, NormalizeResult Result)> Dead { get; } = [];

    /// <summary>Lines that no source claims.</summary>
    public List<CityLine> Unclaimed { get; } = [];

    /// <summary>The city system of each committed event, as its line says.</summary>
    public List<string> Systems { get; } = [];

    /// <summary>Reads lines that were received when they were written; the events are in <see cref="Build"/>.</summary>
    public void Read(IEnumerable<CityLine> lines)
    {
        foreach (CityLine line in lines)
        {
            (string wire, string listener, string peer) = line.Channel switch
            {
                CityChannel.File => ("file", "city-files", "/var/city/" + line.Peer),
                CityChannel.Relp => ("relp", "relp", "127.0.0.1"),
                _ => ("syslog", "syslog", "127.0.0.1"),
            };
            _builder.Begin();
            NormalizeResult result = _normalizer.Normalize(line.Bytes.Span, new RecordContext(peer, listener, wire, line.Time.UtcTicks), _builder);
            if (result.Fate is NormalizeFate.Dead or NormalizeFate.Filtered)
            {
                _builder.Abandon();
                if (result.Fate == NormalizeFate.Dead)
                    Dead.Add((line, result));
                continue;
            }

            if (result.Fate == NormalizeFate.Unclaimed)
                Unclaimed.Add(line);
            Systems.Add(line.System);
            _sequence++;
            _builder.Commit(EventId.OfPosition(line.Time.ToUnixTimeMilliseconds(), 1, _sequence), 1, _sequence, result.Timestamp, line.Time.UtcTicks);
        }
    }

    /// <summary>What was read since the last call.</summary>
    public EventBatch Build() => _builder.Build();

    public void Dispose() => _builder.Dispose();
}
