using System.Text.Json;
using SocHost.Tests.Running;
using Xunit;

namespace SocHost.Tests.Demo;

/// <summary>The demo as a person starts it: the real program, real listeners, the embedded store.</summary>
public sealed class DemoTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Demo_finds_every_planted_attack_by_its_rule()
    {
        JsonElement summary = await PlayAsync();
        Assert.True(summary.GetProperty("rules").EnumerateObject().Count() >= 8, "rules");
        Assert.True(summary.GetProperty("systems").EnumerateObject().Count() >= 8, "systems");
        Assert.All(summary.GetProperty("attacks").EnumerateObject(), static a => Assert.True(a.Value.GetProperty("found").GetBoolean(), a.Name));
        Assert.NotEmpty(summary.GetProperty("attacks").EnumerateObject());
        Assert.Equal(summary.GetProperty("dead_letters_planted").GetInt64(), summary.GetProperty("dead_letters").GetInt64());
        Assert.True(summary.GetProperty("dead_letters_planted").GetInt64() > 0, "dead letters");
        Assert.InRange(summary.GetProperty("seconds_to_first_incident").GetDouble(), 0, 30);
        Assert.Equal("Embedded", summary.GetProperty("store").GetString());
    }

    [Fact]
    public async Task Quiet_city_raises_no_incident()
    {
        JsonElement summary = await PlayAsync("--quiet-city");
        Assert.Equal(0, summary.GetProperty("incidents").GetInt32());
        // Fewer at night: the city follows the clock of the day on which the test runs.
        Assert.True(summary.GetProperty("events").GetInt64() > 1_000, "events");
        Assert.Equal(summary.GetProperty("dead_letters_planted").GetInt64(), summary.GetProperty("dead_letters").GetInt64());
    }

    private async Task<JsonElement> PlayAsync(params string[] more)
    {
        string data = Directory.CreateTempSubdirectory("soc-demo-").FullName;
        try
        {
            (int code, string text, string error) = await SocProcess.RunAsync(["demo", "--once", "--json", "--data", data, .. more]);
            output.WriteLine(text);
            output.WriteLine(error);
            Assert.Equal(0, code);
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
