using System.Text.Json;
using Xunit;

namespace SocHost.Tests.Running;

public sealed class ReloadTests
{
    private const string Good = """
        title: Failed log-in
        id: 7a0c3f6e-0000-4000-8000-0000000000b1
        logsource: { product: linux, service: sshd }
        detection:
          selection: { event.outcome: failure }
          condition: selection
        level: high
        """;

    [Fact]
    public async Task Rule_file_broken_while_running_keeps_the_last_good_set_and_shows_the_problem()
    {
        await using SocProcess soc = new();
        string folder = Path.Combine(soc.Folder, "rules");
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "failed.yml");
        await File.WriteAllTextAsync(file, Good);
        soc.Configure($$"""{ "Soc": { "Http": { "Url": "http://127.0.0.1:{{soc.ApiPort}}" }, "Detect": { "RuleFolders": ["{{folder}}"] } } }""");
        await soc.StartAsync();
        using HttpClient client = await soc.ClientAsync("rule_engineer");

        await File.WriteAllTextAsync(file, Good.Replace("condition: selection", "condition: selektion", StringComparison.Ordinal));
        JsonElement broken = await WaitAsync(client, static r => r.GetProperty("problems").GetArrayLength() > 0);
        Assert.Contains("failed.yml:6", broken.GetProperty("problems")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("Failed log-in", Assert.Single(broken.GetProperty("value").EnumerateArray()).GetProperty("title").GetString());
        await soc.SaysAsync("selektion");

        await File.WriteAllTextAsync(file, Good.Replace("Failed log-in", "Failed log-in again", StringComparison.Ordinal));
        JsonElement mended = await WaitAsync(client, static r => r.GetProperty("problems").GetArrayLength() == 0);
        Assert.Equal("Failed log-in again", Assert.Single(mended.GetProperty("value").EnumerateArray()).GetProperty("title").GetString());
    }

    private static Task<JsonElement> WaitAsync(HttpClient client, Func<JsonElement, bool> until) => SocProcess.WaitForAsync(client, new Uri("/api/v1/rules", UriKind.Relative), until);
}
