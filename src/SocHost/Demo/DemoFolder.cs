using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using SocHost.Commands;
using SocHost.Local;
using SocHost.Settings;
using SocHost.Simulation.Sending;
using SocStore.Elastic;
using SocStore.Elastic.Gateway;

namespace SocHost.Demo;

/// <summary>The folder and the settings of a demo: real listeners on free ports of this machine.</summary>
internal static class DemoFolder
{
    /// <summary>Where the city's log files are written, below the data folder.</summary>
    public const string Logs = "city";

    /// <summary>Deletes what earlier demos left; refused while one runs there.</summary>
    public static void Clear(string data)
    {
        if (!Directory.Exists(data))
            return;
        try
        {
            Directory.Delete(data, recursive: true);
        }
        catch (IOException e)
        {
            throw new CommandException($"'{data}' cannot be emptied: {e.Message}; stop the demo that runs there, or choose another --data");
        }
    }

    /// <summary>The settings of a demo on that folder.</summary>
    public static SocSettings Settings(string data, StoreKind store, int port)
    {
        DataFolder.Create(data);
        Dictionary<string, string?> values = new()
        {
            ["Soc:Store:Kind"] = store.ToString(),
            // A demo fits a small machine; a service takes the default.
            ["Soc:Store:Embedded:MemoryLimit"] = "96MB",
            ["Soc:Http:Url"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{(port == 0 ? FreePort() : port)}"),
            ["Soc:Collector:Listeners:0:Id"] = "syslog-udp",
            ["Soc:Collector:Listeners:0:Kind"] = "Udp",
            ["Soc:Collector:Listeners:1:Id"] = "syslog-tcp",
            ["Soc:Collector:Listeners:1:Kind"] = "Tcp",
            ["Soc:Collector:Listeners:2:Id"] = "syslog-relp",
            ["Soc:Collector:Listeners:2:Kind"] = "Relp",
            ["Soc:Collector:Listeners:3:Id"] = "files",
            ["Soc:Collector:Listeners:3:Kind"] = "File",
            ["Soc:Collector:Listeners:3:PollEvery"] = "00:00:00.050",
            ["Soc:Collector:Listeners:3:Paths:0"] = Path.Combine(Path.GetFullPath(data), Logs, "*"),
            ["Soc:Collector:Listeners:3:Paths:1"] = Path.Combine(Path.GetFullPath(data), Logs, "*", "*"),
            ["Soc:Collector:Listeners:3:Paths:2"] = Path.Combine(Path.GetFullPath(data), Logs, "*", "*", "*"),
            // Servers and firewalls are many agencies'; whose they are is the inventory's to say, not the source's.
            ["Soc:Collector:Sources:Inventory:0:Host"] = "srv-*",
            ["Soc:Collector:Sources:Inventory:0:Agency"] = "tt-cds",
            ["Soc:Collector:Sources:Inventory:0:AgencyName"] = "Trung tâm Chuyển đổi số",
            ["Soc:Collector:Sources:Inventory:1:Host"] = "fw-*",
            ["Soc:Collector:Sources:Inventory:1:Agency"] = "tt-cds",
            ["Soc:Collector:Sources:Inventory:1:AgencyName"] = "Trung tâm Chuyển đổi số",
        };
        if (store == StoreKind.Elasticsearch)
            AddElastic(values);
        return SocSettings.LoadDemo(data, values);
    }

    /// <summary>Forgets what earlier demos left on the server.</summary>
    public static async Task EraseAsync(SocSettings settings, CancellationToken cancel)
    {
        try
        {
            using ElasticStore store = new(settings.Options.Store.Elastic, TimeProvider.System, NullLoggerFactory.Instance);
            await store.EraseAsync(cancel);
        }
        catch (ElasticException e)
        {
            throw new CommandException(e.Message);
        }
    }

    /// <summary>How the server is reached is the environment's to say (Soc__Store__Elastic__…), all names on it are the demo's own.</summary>
    private static void AddElastic(Dictionary<string, string?> values)
    {
        const string Section = "Soc:Store:Elastic";
        foreach (KeyValuePair<string, string?> setting in new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection(Section).AsEnumerable())
        {
            if (setting.Value is not null)
                values[setting.Key] = setting.Value;
        }

        values[$"{Section}:Namespace"] = "demo";
        values[$"{Section}:IndexPrefix"] = "soc-demo-";
    }

    /// <summary>Where the city sends to.</summary>
    public static CityEndpoints Endpoints(SocCollector.Collector collector, SocSettings settings) => new(
        collector.EndPointOf("syslog-udp"),
        collector.EndPointOf("syslog-tcp"),
        collector.EndPointOf("syslog-relp"),
        Path.Combine(settings.DataFolder, Logs));

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
