using System.Diagnostics;

namespace Benchmarks.Ingest;

/// <summary>Sums up clock and processor time over the parts of a run that are measured.</summary>
internal sealed class RunClock
{
    private readonly Stopwatch _watch = new();
    private readonly Process _process = Process.GetCurrentProcess();
    private TimeSpan _processor;
    private TimeSpan _started;

    public void Start()
    {
        _process.Refresh();
        _started = _process.TotalProcessorTime;
        _watch.Start();
    }

    public void Stop()
    {
        _watch.Stop();
        _process.Refresh();
        _processor += _process.TotalProcessorTime - _started;
    }

    public Run Over(int events) => new(events / _watch.Elapsed.TotalSeconds, _processor.TotalMicroseconds / events);
}
