using System.Diagnostics;

namespace Benchmarks.Elastic;

/// <summary>Ours and the ceiling: this program again, in a process of its own.</summary>
internal sealed class ChildSender : IElasticSender
{
    private readonly Process _process;

    public ChildSender(string name, ElasticPlan plan)
    {
        Name = name;
        // Started as `dotnet Benchmarks.dll`, the child is as well.
        string[] own = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ChildSender).Assembly.Location] : [];
        ProcessStartInfo info = new(Environment.ProcessPath!, [.. own, "send-elastic", name, .. plan.Words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(info)!;
    }

    public string Name { get; }

    public int Id => _process.Id;

    public async Task WarmUpAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException($"{Name} ended before it was ready.");
    }

    public async Task SendAsync()
    {
        await _process.StandardInput.WriteLineAsync("go");
        await _process.StandardInput.FlushAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(20_000))
            _process.Kill();
        _process.Dispose();
    }
}
