using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SocCore.Events;
using SocHost.Tests.Running;
using Xunit;

namespace SocHost.Tests.Delivery;

/// <summary>
/// <c>kill -9</c> of the running program at random moments of a transfer, and a restart. What is stored is compared with
/// the numbers of the lines; what was raised, with an uninterrupted run over the same lines. Full size: SOC_PROOF=full.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Seed = 20261124;
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SOC_PROOF") == "full";

    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("SOC_PROOF_KILLS"), CultureInfo.InvariantCulture, out int kills) ? kills : IsFull ? 20 : 4;
    private static readonly int Count = IsFull ? 60_000 : 12_000;

    // A transfer lasts as long as its kills need: each restart takes about two seconds.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Math.Max(10, Kills * 3));

    [Fact]
    public async Task File_tail_loses_and_doubles_nothing_when_killed()
    {
        await using SocProcess soc = new();
        string log = Path.Combine(soc.Folder, "auth.log");
        Configure(soc, $$"""{ "Id": "file", "Kind": "File", "Paths": ["{{log}}"] }""");
        string[] lines = NumberedLines.Create(Count, Start());
        await soc.StartAsync();
        await using (FileStream file = new(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            await WithKillsAsync(soc, async (pace, cancel) =>
            {
                foreach (string line in lines)
                {
                    await file.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancel);
                    await file.FlushAsync(cancel);
                    await pace();
                }
            });
        }

        await SettleAsync(soc, Count);
        StoredRun run = await StoredRun.EndAsync(soc);
        Report("file", lines, run, 0);
        Assert.Equal(lines, run.Originals.Order(StringComparer.Ordinal));
        await AssertSameDetectionsAsync(run);
    }

    [Fact]
    public async Task Relp_loses_no_acknowledged_line_when_killed()
    {
        int port = SocProcess.FreePort();
        await using SocProcess soc = new();
        Configure(soc, $$"""{ "Id": "relp", "Kind": "Relp", "Port": {{port}} }""");
        string[] lines = NumberedLines.Create(Count, Start());
        await soc.StartAsync();
        await using RelpClient sender = new(port);
        await WithKillsAsync(soc, async (pace, cancel) => await sender.SendAllAsync(lines, async _ => await pace(), cancel));
        await SettleAsync(soc, Count);
        StoredRun run = await StoredRun.EndAsync(soc);
        int doubled = Report("relp", lines, run, sender.SentAgain);
        Assert.Equal(Count, sender.Acknowledged.Count);
        Assert.Equal(lines, run.Originals.Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(doubled, 0, sender.SentAgain);
        await AssertSameDetectionsAsync(run);
    }

    [Fact]
    public async Task Plain_tcp_stores_once_what_reached_the_spool_when_killed()
    {
        int port = SocProcess.FreePort();
        await using SocProcess soc = new();
        Configure(soc, $$"""{ "Id": "tcp", "Kind": "Tcp", "Port": {{port}} }""");
        string[] lines = NumberedLines.Create(Count, Start());
        await soc.StartAsync();
        int refused = 0;
        HashSet<string> spooled = [];
        await WithKillsAsync(soc, async (pace, cancel) => refused = await SendTcpAsync(port, lines, pace, cancel), () => spooled.UnionWith(DurableLines.Read(soc.DataFolder)));
        await SettleAsync(soc, 0);
        StoredRun run = await StoredRun.EndAsync(soc);
        Report("tcp", lines, run, refused);
        Assert.NotEmpty(spooled);
        Assert.Subset(run.Originals.ToHashSet(), spooled);
        Assert.Equal(run.Originals.Count, run.Originals.Distinct().Count());
        Assert.Equal(run.Ids.Count, run.Ids.Distinct().Count());
        Assert.Subset(lines.ToHashSet(), run.Originals.ToHashSet());
        await AssertSameDetectionsAsync(run);
    }

    private static DateTimeOffset Start() =>
        new(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 900).UtcDateTime, TimeSpan.Zero);

    private static void Configure(SocProcess soc, string listener)
    {
        string rules = Path.Combine(soc.Folder, "rules");
        Directory.CreateDirectory(rules);
        File.WriteAllText(Path.Combine(rules, "brute.yml"), Rules);
        soc.Configure($$"""
            { "Soc": {
                "Http": { "Url": "http://127.0.0.1:{{soc.ApiPort}}" },
                "Detect": { "RuleFolders": ["{{rules}}"] },
                "Collector": { "Listeners": [ {{listener}} ] } } }
            """);
    }

    /// <summary>Runs the sender and, beside it, the killer; the sender's pace spreads the lines over the transfer.</summary>
    private static async Task WithKillsAsync(SocProcess soc, Func<Func<ValueTask>, CancellationToken, Task> send, Action? whenDead = null)
    {
        Random random = new(Seed);
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(15));
        long began = Stopwatch.GetTimestamp();
        int sent = 0;
        async ValueTask PaceAsync()
        {
            TimeSpan due = Duration * (Interlocked.Increment(ref sent) / (double)Count);
            TimeSpan ahead = due - Stopwatch.GetElapsedTime(began);
            if (ahead > TimeSpan.FromMilliseconds(15))
                await Task.Delay(ahead, limit.Token);
        }

        Task sending = Task.Run(() => send(PaceAsync, limit.Token), limit.Token);
        for (int i = 0; i < Kills; i++)
        {
            TimeSpan moment = Duration * ((i + random.NextDouble()) / (Kills + 1));
            TimeSpan wait = moment - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, limit.Token);
            await soc.KillAsync();
            whenDead?.Invoke();
            await soc.StartAsync();
        }

        await sending;
    }

    /// <summary>Plain TCP: a sender goes on with the next line when a connection breaks, as syslog daemons without a queue do.</summary>
    private static async Task<int> SendTcpAsync(int port, string[] lines, Func<ValueTask> pace, CancellationToken cancel)
    {
        int refused = 0;
        Socket? socket = null;
        foreach (string line in lines)
        {
            await pace();
            try
            {
                if (socket is null)
                {
                    socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
                }

                await socket.SendAsync(Encoding.UTF8.GetBytes(line + "\n"), cancel);
            }
            catch (SocketException)
            {
                socket?.Dispose();
                socket = null;
                refused++;
            }
        }

        socket?.Shutdown(SocketShutdown.Both);
        socket?.Dispose();
        return refused;
    }

    /// <summary>Waits until nothing more is stored, and at least the expected number is.</summary>
    private static async Task SettleAsync(SocProcess soc, int expected)
    {
        using HttpClient client = await soc.ClientAsync();
        long before = -1;
        for (int i = 0; i < 300; i++)
        {
            using HttpResponseMessage count = await client.GetAsync(SocProcess.CountUri(TimeSpan.FromDays(1)));
            count.EnsureSuccessStatusCode();
            using System.Text.Json.JsonDocument page = System.Text.Json.JsonDocument.Parse(await count.Content.ReadAsStringAsync());
            long now = page.RootElement.GetProperty("total").GetInt64();
            if (now >= expected && now == before)
                return;
            before = now;
            await Task.Delay(1000);
        }
    }

    private int Report(string wire, string[] lines, StoredRun run, int unacknowledged)
    {
        int doubled = run.Originals.Count - run.Originals.Distinct().Count();
        int lost = lines.Length - run.Originals.Distinct().Count();
        string text = string.Create(CultureInfo.InvariantCulture, $"{wire}: {lines.Length} lines, {Kills} kills, seed {Seed}: stored {run.Originals.Count}, lost {lost}, doubled {doubled}, sent again or refused {unacknowledged}, detections {run.Bursts.Count}");
        output.WriteLine(text);
        if (IsFull)
            Console.WriteLine(text);
        return doubled;
    }

    /// <summary>The same lines, in the order in which they were stored, through a program that nobody kills.</summary>
    private static async Task AssertSameDetectionsAsync(StoredRun run)
    {
        await using SocProcess calm = new();
        string log = Path.Combine(calm.Folder, "auth.log");
        await File.WriteAllLinesAsync(log, run.Originals);
        Configure(calm, $$"""{ "Id": "file", "Kind": "File", "Paths": ["{{log}}"] }""");
        await calm.StartAsync();
        await SettleAsync(calm, run.Originals.Count);
        StoredRun uninterrupted = await StoredRun.EndAsync(calm);
        Assert.NotEmpty(run.Bursts);
        Assert.Equal(uninterrupted.Bursts, run.Bursts);
    }

    private const string Rules = """
        title: Failed log-in
        id: 7a0c3f6e-0000-4000-8000-000000000001
        name: failed_login
        logsource: { product: linux, service: sshd }
        detection:
          selection: { event.outcome: failure }
          condition: selection
        level: informational
        ---
        title: Many failed log-ins from one address
        id: 7a0c3f6e-0000-4000-8000-000000000002
        correlation:
          type: event_count
          rules: [failed_login]
          group-by: [source.ip]
          timespan: 1m
          condition: { gte: 20 }
        level: high
        ---
        title: Many names from one address
        id: 7a0c3f6e-0000-4000-8000-000000000003
        correlation:
          type: value_count
          rules: [failed_login]
          group-by: [source.ip]
          timespan: 30s
          condition: { field: user.name, gte: 15 }
        level: high
        """;
}
