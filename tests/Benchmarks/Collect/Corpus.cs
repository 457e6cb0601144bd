using System.Globalization;
using System.Net;

namespace Benchmarks.Collect;

/// <summary>
/// A deterministic corpus, one message a line: eight kinds of content (sshd twice, web access, firewall, packet filter,
/// cron, CEF, JSON of a gateway), headers of RFC 3164 and RFC 5424 by turns, the mix that the yardstick's rules read.
/// </summary>
internal static class Corpus
{
    private static readonly string[] Hosts = ["gw-q1-01", "toll-anphu-02", "cam-ntmk-117", "iot-gw-thuduc-3", "hospital-pacs1", "egov-web-04", "dwh-pg-01", "fw-core-1"];
    private static readonly string[] Users = ["root", "nguyenvana", "tranb", "svc_backup", "admin", "oracle", "lethic"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly int[] Statuses = [200, 200, 200, 304, 401, 404, 500];

    /// <summary>Writes so many lines.</summary>
    public static void Write(string path, int lines, DateTimeOffset from, int seed = 20240607)
    {
#pragma warning disable CA5394 // Reproducible numbers are wanted here, not secret ones.
        Random random = new(seed);
        using StreamWriter writer = new(path, append: false, new System.Text.UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        for (int i = 0; i < lines; i++)
        {
            (string program, string text, int priority) = Content(random);
            string host = Hosts[random.Next(Hosts.Length)];
            DateTimeOffset time = from.AddSeconds(i % 3600);
            if ((i & 1) == 1)
                writer.WriteLine(Modern(random, i, program[0] == '%' ? "asa" : program, text, priority, host, time));
            else
                writer.WriteLine(Classic(random, program, text, priority, host, time));
        }
#pragma warning restore CA5394
    }

#pragma warning disable CA5394
    private static string Classic(Random random, string program, string text, int priority, string host, DateTimeOffset time)
    {
        string tag = program[0] == '%' ? program : string.Create(CultureInfo.InvariantCulture, $"{program}[{random.Next(1, 65535)}]");
        return string.Create(CultureInfo.InvariantCulture, $"<{priority}>{Months[time.Month - 1]} {time.Day,2} {time:HH:mm:ss} {host} {tag}: {text}");
    }

    private static string Modern(Random random, int i, string program, string text, int priority, string host, DateTimeOffset time)
    {
        string data = i % 4 != 0
            ? string.Create(CultureInfo.InvariantCulture, $"[meta@32473 seq=\"{i}\" site=\"{host}\"]")
            : string.Create(CultureInfo.InvariantCulture, $"[meta@32473 seq=\"{i}\" site=\"{host}\" note=\"a \\\"q\\\" \\] b\"][origin@32473 ip=\"{Address(random)}\"]");
        return string.Create(CultureInfo.InvariantCulture, $"<{priority}>1 {time:yyyy-MM-ddTHH:mm:ss}.{i % 1_000_000:D6}+07:00 {host} {program} {random.Next(1, 65535)} ID{i % 97} {data} {text}");
    }

    private static (string Program, string Text, int Priority) Content(Random random) => random.Next(8) switch
    {
        0 => ("sshd", string.Create(CultureInfo.InvariantCulture, $"Failed password for invalid user {User(random)} from {Address(random)} port {Port(random)} ssh2"), 38),
        1 => ("sshd", string.Create(CultureInfo.InvariantCulture, $"Accepted publickey for {User(random)} from {Address(random)} port {Port(random)} ssh2: ED25519 SHA256:{random.NextInt64():x16}{random.NextInt64():x16}"), 38),
        2 => ("nginx", string.Create(CultureInfo.InvariantCulture, $"{Address(random)} - {(random.Next(2) == 0 ? "-" : User(random))} [07/Jun/2024:10:{random.Next(60):D2}:{random.Next(60):D2} +0700] \"GET /api/v1/hoso/{random.Next(1_000_000)}?page={random.Next(50)} HTTP/1.1\" {Statuses[random.Next(Statuses.Length)]} {random.Next(200, 90000)} \"https://dichvucong.example.org/\" \"Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0\""), 190),
        3 => ("%ASA-6-302013", string.Create(CultureInfo.InvariantCulture, $"Built inbound TCP connection {random.Next(1_000_000_000)} for outside:{Address(random)}/{Port(random)} ({Address(random)}/{Port(random)}) to inside:{Address(random)}/443 ({Address(random)}/443)"), 166),
        4 => ("kernel", string.Create(CultureInfo.InvariantCulture, $"[{random.Next(1_000_000)}.{random.Next(1_000_000):D6}] IN=eth0 OUT= MAC=00:16:3e:aa:bb:cc SRC={Address(random)} DST={Address(random)} LEN=60 TOS=0x00 PREC=0x00 TTL=51 ID={random.Next(65536)} DF PROTO=TCP SPT={Port(random)} DPT=22 WINDOW=29200 RES=0x00 SYN URGP=0"), 4),
        5 => ("CRON", $"({User(random)}) CMD (   cd / && run-parts --report /etc/cron.hourly)", 78),
        6 => ("CEF", string.Create(CultureInfo.InvariantCulture, $"CEF:0|Smart City|TollGate|2.1|1001|tag replay|7|src={Address(random)} dst={Address(random)} spt={Port(random)} act=blocked cs1Label=tag cs1=E200{random.NextInt64():X20} msg=tag seen at two lanes"), 134),
        _ => ("chirpstack", string.Create(CultureInfo.InvariantCulture, $"{{\"deviceInfo\":{{\"devEui\":\"{random.NextInt64():x16}\",\"deviceName\":\"flood-{random.Next(400)}\"}},\"fCnt\":{random.Next(65536)},\"object\":{{\"level_cm\":{random.Next(300)},\"battery\":{random.Next(100)}}}}}"), 134),
    };

    private static string User(Random random) => Users[random.Next(Users.Length)];

    private static int Port(Random random) => random.Next(1024, 65535);

    /// <summary>An address of the blocks that are kept for documentation.</summary>
    private static IPAddress Address(Random random)
    {
        byte last = (byte)random.Next(1, 255);
        return random.Next(3) switch
        {
            0 => new IPAddress([192, 0, 2, last]),
            1 => new IPAddress([198, 51, 100, last]),
            _ => new IPAddress([203, 0, 113, last]),
        };
    }
#pragma warning restore CA5394
}
