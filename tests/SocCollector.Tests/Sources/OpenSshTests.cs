using System.Text.Json;
using SocCollector.Sources;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Sources;

public sealed class OpenSshTests
{
    [Fact]
    public void Every_password_line_of_real_servers_yields_who_where_and_outcome()
    {
        string path = SharedData.Get("loghub/OpenSSH/OpenSSH.log");
        INormalizer normalizer = Reading.Own.NewNormalizer();
        int failed = 0;
        int accepted = 0;
        int events = 0;
        foreach (string line in File.ReadLines(path))
        {
            (NormalizeResult result, string? json) = Reading.Line(normalizer, line, wire: "file", peer: "/var/log/auth.log");
            Assert.Equal(NormalizeFate.Event, result.Fate);
            events++;
            using JsonDocument document = JsonDocument.Parse(json!);
            JsonElement root = document.RootElement;
            bool isFailed = line.Contains("Failed password for ", StringComparison.Ordinal);
            if (!isFailed && !line.Contains("Accepted password for ", StringComparison.Ordinal))
                continue;
            failed += isFailed ? 1 : 0;
            accepted += isFailed ? 0 : 1;
            Assert.Equal(isFailed ? "failure" : "success", root.GetProperty("event").GetProperty("outcome").GetString());
            Assert.Equal("authentication", root.GetProperty("event").GetProperty("category")[0].GetString());
            string ip = root.GetProperty("source").GetProperty("ip").GetString()!;
            int port = root.GetProperty("source").GetProperty("port").GetInt32();
            string user = root.GetProperty("user").GetProperty("name").GetString()!;
            Assert.Contains($" {user} from {ip} port {port} ", line, StringComparison.Ordinal);
            if (line.Contains("message repeated", StringComparison.Ordinal))
                Assert.Equal(5, root.GetProperty("city").GetProperty("repeat").GetInt32());
        }

        Assert.Equal((1000, 214, 1), (events, failed, accepted));
    }
}
