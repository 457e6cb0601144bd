using System.Net;
using SocCollector.Listeners;
using SocCollector.Pipeline;
using SocCollector.Sources;
using SocCollector.Spool;

namespace SocCollector;

/// <summary>The collector's settings, <c>Collector</c> in the settings file.</summary>
public sealed class CollectorOptions
{
    /// <summary>Where lines come in.</summary>
    public IList<ListenerOptions> Listeners { get; } = [];

    /// <summary>Where source files lie, and whose senders are.</summary>
    public SourceOptions Sources { get; } = new();

    /// <summary>For a collector without a store: the file that gets one ECS document a line, or <c>-</c> for standard output.</summary>
    public string? To { get; set; }

    /// <summary>The durable queue.</summary>
    public SpoolOptions Spool { get; } = new();

    /// <summary>How events go to the store.</summary>
    public DeliveryOptions Delivery { get; } = new();

    /// <summary>Everything that is wrong with the settings, each with its cure.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> problems = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        for (int i = 0; i < Listeners.Count; i++)
            CheckListener(Listeners[i], i, ids, problems);
        if (Spool.SegmentBytes is < 64 * 1024 or > 1024 * 1024 * 1024)
            problems.Add($"Collector:Spool:SegmentBytes is {Spool.SegmentBytes}; it must lie between 65536 and 1073741824.");
        if (Spool.MaxBytes < 2L * Spool.SegmentBytes)
            problems.Add($"Collector:Spool:MaxBytes is {Spool.MaxBytes}; it must hold at least two segments ({2L * Spool.SegmentBytes}).");
        if (Spool.Id <= 0)
            problems.Add($"Collector:Spool:Id is {Spool.Id}; it must be 1 or more.");
        if (Delivery.MaxEvents is < 1 or > 10_000)
            problems.Add($"Collector:Delivery:MaxEvents is {Delivery.MaxEvents}; it must lie between 1 and 10000.");
        return problems;
    }

    private static void CheckListener(ListenerOptions listener, int index, HashSet<string> ids, List<string> problems)
    {
        string where = $"Collector:Listeners:{index}";
        if (listener.Id.Length == 0 || listener.Id.AsSpan().ContainsAny('\t', '\n', '\r'))
            problems.Add($"{where}:Id is '{listener.Id}'; give the listener a name of its own.");
        else if (!ids.Add(listener.Id))
            problems.Add($"{where}:Id is '{listener.Id}', and another listener has that name; give each its own.");
        if (listener.Kind == ListenerKind.File)
        {
            if (listener.Paths.Count == 0)
                problems.Add($"{where}:Paths is empty; name at least one file, as in /var/log/nginx/*.log.");
            return;
        }

        if (!IPAddress.TryParse(listener.Address, out _))
            problems.Add($"{where}:Address is '{listener.Address}'; write an IPv4 or IPv6 address, as in 127.0.0.1 or ::.");
        if (listener.Port is < 0 or > ushort.MaxValue)
            problems.Add($"{where}:Port is {listener.Port}; it must lie between 0 and 65535.");
    }
}
