using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SocCollector.Pipeline;
using SocCollector.Sources;
using SocCore.Events;
using Xunit;

namespace SocCollector.Tests.Pipeline;

public sealed class SilenceWatchTests
{
    private static readonly SourceProfile Gateway = new(0, "flood-control/gateway", "flood-control", "Cổng đo mực nước", "Level gateway", "so-xd", "flood.level", TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), EcsField.CityAsset);
    private static readonly SourceProfile Sshd = new(1, "infra/sshd", "infra", "Đăng nhập SSH", "SSH", null, "sshd", TimeSpan.FromMinutes(15), null, null);
    private static readonly SourceProfile Free = new(2, "infra/free", "infra", "Không nhịp", "No rhythm", null, "free", null, null, null);

    /// <summary>09:00 in the city.</summary>
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));
    private readonly SilenceWatch _watch;

    public SilenceWatchTests() => _watch = new SilenceWatch(static () => [Gateway, Sshd, Free], _time);

    [Fact]
    public void One_asset_that_says_nothing_for_longer_than_normal_is_silent_and_recovers()
    {
        Note(Gateway, "G-01", "q1");
        Note(Gateway, "G-02", "q1");
        Note(Sshd);
        _time.Advance(TimeSpan.FromMinutes(9));
        Note(Gateway, "G-02", "q1");
        Assert.Empty(_watch.Check());
        _time.Advance(TimeSpan.FromMinutes(2));
        JsonElement silent = Assert.Single(Check());
        Assert.Equal("source.silent", Text(silent, "event.action"));
        Assert.Equal(("soc.source", "state", "asset"), (Text(silent, "event.dataset"), Text(silent, "event.kind"), Text(silent, "event.reason")));
        Assert.Equal(("G-01", "q1", "so-xd", "flood-control", "flood-control/gateway"), (Text(silent, "city.asset.id"), Text(silent, "city.site.id"), Text(silent, "organization.id"), Text(silent, "city.system"), Text(silent, "soc.source")));
        Assert.Equal("2026-03-12T02:00:00.000Z", Text(silent, "event.start"));
        Assert.Equal(TimeSpan.FromMinutes(11).Ticks * 100, silent.GetProperty("event.duration").GetInt64());
        Assert.Equal("silent", _watch.StateOf(Gateway.Id));
        Assert.Empty(_watch.Check());

        Note(Gateway, "G-01", "q1");
        JsonElement recovered = Assert.Single(Check());
        Assert.Equal(("source.recovered", "G-01"), (Text(recovered, "event.action"), Text(recovered, "city.asset.id")));
        Assert.Equal("ok", _watch.StateOf(Gateway.Id));
    }

    [Fact]
    public void All_assets_of_a_site_are_a_broken_way_and_everything_is_a_deaf_collector()
    {
        Note(Gateway, "G-01", "q1");
        Note(Gateway, "G-02", "q1");
        Note(Sshd);
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.All(Check(), static d => Assert.Equal("way", Text(d, "event.reason")));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("collector", Text(Assert.Single(Check()), "event.reason"));
    }

    [Fact]
    public void The_night_has_its_own_gap()
    {
        _time.SetUtcNow(new DateTimeOffset(2026, 3, 12, 16, 0, 0, TimeSpan.Zero));
        Note(Gateway, "G-01", "q1");
        _time.Advance(TimeSpan.FromMinutes(29));
        Assert.Empty(_watch.Check());
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Single(_watch.Check());
    }

    [Fact]
    public void Silence_while_the_collector_was_down_is_counted_from_its_start()
    {
        Note(Gateway, "G-01", "q1");
        string saved = _watch.Save();
        _time.Advance(TimeSpan.FromHours(5));
        SilenceWatch later = new(static () => [Gateway], _time);
        later.Restore(saved);
        Assert.Empty(later.Check());
        _time.Advance(TimeSpan.FromMinutes(11));
        JsonElement silent = JsonDocument.Parse(Assert.Single(later.Check())).RootElement;
        Assert.Equal("2026-03-12T02:00:00.000Z", Text(silent, "event.start"));
    }

    [Fact]
    public void What_has_no_rhythm_or_names_nobody_is_not_watched()
    {
        Note(Free);
        Note(Gateway, "", "q1");
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(_watch.Check());
        Assert.Equal("waiting", _watch.StateOf(Gateway.Id));
    }

    private void Note(SourceProfile source, string asset = "", string site = "")
    {
        using EventBatchBuilder builder = new();
        builder.Begin();
        if (asset.Length > 0)
            builder.AddText(EcsField.CityAsset, asset);
        if (site.Length > 0)
            builder.AddText(EcsField.CitySite, site);
        _watch.Note(source.Index, source.Agency ?? "unassigned", _time.GetUtcNow().UtcTicks, builder);
    }

    private List<JsonElement> Check() => [.. _watch.Check().Select(static d => JsonDocument.Parse(Encoding.UTF8.GetString(d)).RootElement)];

    private static string? Text(JsonElement document, string name) => document.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
