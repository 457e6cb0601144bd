using System.Globalization;
using SocCore.Events;

namespace Benchmarks.Ingest;

/// <summary>
/// Events like a city's: sign-ins, web requests, firewall records of many hosts and few busy users, some 800 bytes each as
/// a document; the same in every run.
/// </summary>
internal sealed class CityEvents(DateTimeOffset start)
{
    private static readonly string[] Systems = ["infra", "digital-government", "traffic", "flood-control", "parking"];
    private static readonly Field Sequence = Fields.Get("bench.request.id");
    private static readonly Field Agent = Fields.Get("user_agent.original");

    private readonly Random _random = new(20260312);
    private long _sequence;

    public EventBatch Next(int count)
    {
        using EventBatchBuilder builder = new();
        for (int i = 0; i < count; i++)
        {
            _sequence++;
            long ticks = start.UtcTicks + (_sequence * 2_000);
            builder.Begin();
            builder.AddTime(EcsField.Timestamp, ticks);
            Common(builder, ticks);
            switch (_random.Next(3))
            {
                case 0: SignIn(builder); break;
                case 1: WebRequest(builder); break;
                default: Connection(builder); break;
            }

            EventId id = EventId.OfPosition(ticks / TimeSpan.TicksPerMillisecond, 1, _sequence);
            builder.Commit(id, 1, _sequence, ticks, ticks + 12_345);
        }

        return builder.Build();
    }

    private void Common(EventBatchBuilder builder, long ticks)
    {
        int system = _random.Next(Systems.Length);
        int host = Zipf(400);
        builder.AddText(EcsField.EcsVersion, EcsSchema.Version);
        builder.AddTime(EcsField.EventCreated, ticks + 12_345);
        builder.AddText(EcsField.OrganizationId, $"so-{Systems[system]}");
        builder.AddText(EcsField.CitySystem, Systems[system]);
        builder.AddText(EcsField.HostName, string.Create(CultureInfo.InvariantCulture, $"srv-{host:D3}.example.org"));
        builder.AddText(EcsField.HostOsType, "linux");
        builder.AddText(EcsField.EventKind, "event");
        builder.AddText(EcsField.SourceIp, string.Create(CultureInfo.InvariantCulture, $"198.51.100.{Zipf(254)}"));
        builder.AddInteger(EcsField.SourcePort, _random.Next(1024, 65_535));
        builder.AddText(Sequence, string.Create(CultureInfo.InvariantCulture, $"{_random.NextInt64():x16}"));
    }

    private void SignIn(EventBatchBuilder builder)
    {
        bool failed = _random.Next(10) == 0;
        int user = Zipf(2_000);
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{(failed ? "Failed" : "Accepted")} password for user{user} from 198.51.100.{user % 254} port {_random.Next(1024, 65_535)} ssh2: RSA SHA256:{_random.NextInt64():x16}{_random.NextInt64():x16}");
        Categories(builder, "linux.auth", "authentication", "start", failed ? "failure" : "success", failed ? "ssh_failed" : "ssh_login");
        builder.AddText(EcsField.UserName, string.Create(CultureInfo.InvariantCulture, $"user{user}"));
        builder.AddText(EcsField.ProcessName, "sshd");
        builder.AddInteger(EcsField.ProcessPid, _random.Next(1, 99_999));
        Message(builder, line);
    }

    private void WebRequest(EventBatchBuilder builder)
    {
        int status = _random.Next(20) == 0 ? 404 : 200;
        string path = string.Create(CultureInfo.InvariantCulture, $"/dich-vu-cong/ho-so/{_random.Next(1_000_000)}?buoc={_random.Next(9)}");
        Categories(builder, "nginx.access", "web", "access", status == 200 ? "success" : "failure", "get");
        builder.AddText(EcsField.UrlFull, $"https://dvc.example.org{path}");
        builder.AddText(EcsField.UrlDomain, "dvc.example.org");
        builder.AddText(EcsField.HttpMethod, "GET");
        builder.AddInteger(EcsField.HttpStatus, status);
        builder.AddText(Agent, "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36");
        Message(builder, string.Create(CultureInfo.InvariantCulture, $"GET {path} HTTP/1.1 {status} {_random.Next(90_000)} rt=0.{_random.Next(999):D3}"));
    }

    private void Connection(EventBatchBuilder builder)
    {
        int port = _random.Next(4) == 0 ? 443 : _random.Next(1, 1024);
        Categories(builder, "fortinet.firewall", "network", "allowed", "success", "accept");
        builder.AddText(EcsField.DestinationIp, string.Create(CultureInfo.InvariantCulture, $"203.0.113.{Zipf(254)}"));
        builder.AddInteger(EcsField.DestinationPort, port);
        builder.AddInteger(EcsField.NetworkBytes, _random.Next(64, 5_000_000));
        Message(builder, string.Create(CultureInfo.InvariantCulture, $"logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" dstport={port} policyid={_random.Next(90)} sessionid={_random.Next()} proto=6 action=\"accept\" service=\"HTTPS\""));
    }

    private static void Categories(EventBatchBuilder builder, string dataset, string category, string type, string outcome, string action)
    {
        builder.AddText(EcsField.EventDataset, dataset);
        builder.AddText(EcsField.DataStreamDataset, dataset);
        builder.AddText(EcsField.EventCategory, category);
        builder.AddText(EcsField.EventType, type);
        builder.AddText(EcsField.EventOutcome, outcome);
        builder.AddText(EcsField.EventAction, action);
    }

    private static void Message(EventBatchBuilder builder, string line)
    {
        builder.AddText(EcsField.Message, line);
        builder.AddText(EcsField.EventOriginal, $"<38>Mar 12 09:00:00 {line}");
    }

    /// <summary>Few numbers often, many seldom.</summary>
    private int Zipf(int most) => 1 + (int)((most - 1) * Math.Pow(_random.NextDouble(), 3));
}
