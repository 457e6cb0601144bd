using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Benchmarks.Latency;

/// <summary>
/// Sends a line a second that makes a rule raise an incident of its own, and looks for it: first in the list, then by its id,
/// until that is answered with 200.
/// </summary>
internal sealed class Probes(IPEndPoint syslog, HttpClient client, TimeSpan poll)
{
    private const string RuleId = "5d9f6f0e-4c1b-4f0e-9a53-6c1f4f1f7b10";
    private static readonly Uri Newest = new($"/api/v1/incidents?rule={RuleId}&sort=-created&page_size=50", UriKind.Relative);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, long> _sent = [];
    private readonly List<TimeSpan> _times = [];

    /// <summary>The rule that the lines hit.</summary>
    public const string Rule = $$"""
        title: Probe of the way from a line to its incident
        id: {{RuleId}}
        logsource: { product: linux, service: sshd }
        detection:
          selection: { user.name|startswith: probe- }
          condition: selection
        level: high
        soc:
          incident:
            title: { vi: 'Dò {user.name}', en: 'Probe {user.name}' }
            group_by: [user.name]
        """;

    /// <summary>How long each took that was answered.</summary>
    public IReadOnlyList<TimeSpan> Times => _times;

    /// <summary>Sends so many, one a second, and waits for their incidents; those that do not come within a minute stay unanswered.</summary>
    public async Task RunAsync(int count, CancellationToken cancel)
    {
        Task sending = SendAsync(count, cancel);
        long lastSent = 0;
        while (!sending.IsCompleted || (!_sent.IsEmpty && Stopwatch.GetElapsedTime(lastSent) < Patience))
        {
            if (!sending.IsCompleted)
                lastSent = Stopwatch.GetTimestamp();
            if (!_sent.IsEmpty)
                await LookAsync(cancel);
            await Task.Delay(poll, cancel);
        }

        await sending;
    }

    private async Task SendAsync(int count, CancellationToken cancel)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(syslog, cancel);
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
        for (int i = 0; i < count; i++)
        {
            await second.WaitForNextTickAsync(cancel);
            string name = string.Create(CultureInfo.InvariantCulture, $"probe-{i:D5}");
            string line = string.Create(CultureInfo.InvariantCulture, $"<38>1 {TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.ffffffZ} srv-probe-01 sshd 812 - - Failed password for invalid user {name} from 198.51.100.77 port 40022 ssh2\n");
            _sent[name] = Stopwatch.GetTimestamp();
            await socket.SendAsync(Encoding.UTF8.GetBytes(line), cancel);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        using HttpResponseMessage answer = await client.GetAsync(Newest, cancel);
        if (answer.StatusCode != HttpStatusCode.OK)
            return;
        using JsonDocument list = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancel));
        foreach (JsonElement incident in list.RootElement.GetProperty("value").EnumerateArray())
        {
            string title = incident.GetProperty("title").GetString()!;
            string name = title[(title.LastIndexOf(' ') + 1)..];
            if (!_sent.TryGetValue(name, out long sent))
                continue;
            using HttpResponseMessage one = await client.GetAsync(new Uri($"/api/v1/incidents/{incident.GetProperty("uid").GetString()}", UriKind.Relative), cancel);
            if (one.StatusCode == HttpStatusCode.OK && _sent.TryRemove(name, out _))
                _times.Add(Stopwatch.GetElapsedTime(sent));
        }
    }
}
