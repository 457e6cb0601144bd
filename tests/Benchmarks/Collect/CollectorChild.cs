using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SocCollector;
using SocCollector.Listeners;

namespace Benchmarks.Collect;

/// <summary>The collector alone in a process of its own: one TCP port, ECS lines into a file. Prints the port.</summary>
internal static class CollectorChild
{
    public static async Task<int> ServeAsync(string folder, string output, string sources)
    {
        CollectorOptions options = new() { To = output };
        options.Spool.Folder = Path.Combine(folder, "spool");
        options.Sources.Folders.Add(sources);
        options.Sources.KeyFile = Path.Combine(folder, "identity.key");
        options.Listeners.Add(new ListenerOptions { Id = "bench", Kind = ListenerKind.Tcp });
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddCollector(options);
        using IHost host = builder.Build();
        await host.StartAsync();
        Console.WriteLine(host.Services.GetRequiredService<Collector>().EndPointOf("bench")!.Port);
        await host.WaitForShutdownAsync();
        return 0;
    }
}
