using SocCollector.Sources;
using SocCore.Ports;
using Xunit;

namespace SocCollector.Tests.Sources;

public sealed class SourceProblemTests : IDisposable
{
    private const string Good = """
        id: thu/nguon
        title: { vi: Thử, en: Test }
        system: thu
        dataset: thu.log
        claims:
          - program: thu
        format: kv
        set: { event.kind: event }
        map:
          source.ip: src
        logsources:
          - product: thu

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sources-").FullName;

    [Theory]
    [InlineData("format: kv", "format: kvv", "7:9", "cef, cisco_asa, csv")]
    [InlineData("source.ip: src", "source.ipp: src", "10:3", "near: source.ip")]
    [InlineData("source.ip: src", "soc.seq: src", "10:3", "set by the product")]
    [InlineData("event.kind: event", "event.kind: happening", "8:20", "it has alert")]
    [InlineData("event.kind: event", "event.kind: event, event.category: network, event.type: [connection, admin]", "8:43", "'admin' is not allowed")]
    [InlineData("event.kind: event", "event.kind: event, event.category: network", "8:6", "stand together")]
    [InlineData("- program: thu", "- progam: thu", "6:5", "has no key 'progam'")]
    [InlineData("- program: thu", "- peer: 192.0.2.1/24", "6:11", "192.0.2.0/24")]
    [InlineData("id: thu/nguon", "id: thu/khac", "1:5", "write id: thu/nguon")]
    [InlineData("dataset: thu.log", "dataset: Thu-Log", "4:10", "<product>.<stream>")]
    [InlineData("source.ip: src", "source.ip: { from: src, hash: bien-so }", "10:33", "plate")]
    [InlineData("source.ip: src", "event.start: { from: src, format: yyyy }", "10:37", "no time format")]
    [InlineData("source.ip: src", "event.outcome: { from: src, table: { a: good } }", "10:43", "success")]
    [InlineData("dataset: thu.log", "dataset: thu.log\nlike: khong/co", "5:7", "no source")]
    [InlineData("dataset: thu.log", "dataset: thu.log\ntimezone: Sài Gòn", "5:11", "Asia/Ho_Chi_Minh")]
    [InlineData("format: kv", "format: { patterns: [ { name: a, text: \"{b\" } ] }", "7:40", "opening brace")]
    [InlineData("format: kv", "format: { patterns: [ { name: a, text: \"{b}{c}\" } ] }", "7:40", "follows another hole")]
    [InlineData("source.ip: src", "event.action: src\ndrop:\n  - when: {}", "12:11", "without conditions")]
    public void A_fault_is_named_with_place_and_cure(string from, string to, string place, string cure)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        Write(Good.Replace(from, to, StringComparison.Ordinal));
        SourceCatalog catalog = new(new SourceOptions { Folders = [_folder] });
        string[] problems = [.. catalog.Problems.Select(static p => p.ToString())];
        Assert.Contains(problems, p => p.Contains($"nguon.yml:{place}: ", StringComparison.Ordinal) && p.Contains(cure, StringComparison.Ordinal));
        Assert.Empty(catalog.Sources);
    }

    [Fact]
    public void All_faults_of_a_file_are_reported_at_once()
    {
        Write(Good.Replace("source.ip: src", "source.ipp: src", StringComparison.Ordinal).Replace("event.kind: event", "event.kind: x", StringComparison.Ordinal).Replace("program", "progam", StringComparison.Ordinal));
        Assert.True(new SourceCatalog(new SourceOptions { Folders = [_folder] }).Problems.Count >= 4);
    }

    [Fact]
    public void Two_sources_with_the_same_claim_are_a_problem()
    {
        Write(Good);
        Write(Good.Replace("thu/nguon", "thu/nhai", StringComparison.Ordinal), "nhai");
        Assert.Contains(new SourceCatalog(new SourceOptions { Folders = [_folder] }).Problems, static p => p.Message.Contains("also made by source 'thu/nguon'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_breaks_while_in_use_keeps_the_last_good_set_and_heals_without_a_restart()
    {
        Write(Good);
        DatasetCatalog offers = new();
        SourceCatalog catalog = new(new SourceOptions { Folders = [_folder] }, offers);
        INormalizer normalizer = catalog.NewNormalizer();
        Assert.Equal(NormalizeFate.Event, Reading.Line(normalizer, "<13>Mar 12 09:00:00 h thu: src=192.0.2.1").Result.Fate);
        Assert.False(catalog.ReloadIfChanged());
        Assert.Single(offers.Offers);

        Write(Good.Replace("format: kv", "format: kvv", StringComparison.Ordinal));
        Assert.False(catalog.ReloadIfChanged());
        Assert.Single(catalog.Problems);
        Assert.Equal(NormalizeFate.Event, Reading.Line(normalizer, "<13>Mar 12 09:00:00 h thu: src=192.0.2.1").Result.Fate);

        Write(Good.Replace("program: thu", "program: khac", StringComparison.Ordinal));
        Assert.True(catalog.ReloadIfChanged());
        Assert.Empty(catalog.Problems);
        Assert.Equal(NormalizeFate.Unclaimed, Reading.Line(normalizer, "<13>Mar 12 09:00:00 h thu: src=192.0.2.1").Result.Fate);
        Assert.Equal(NormalizeFate.Event, Reading.Line(normalizer, "<13>Mar 12 09:00:00 h khac: src=192.0.2.1").Result.Fate);
    }

    [Fact]
    public void The_owner_of_a_line_is_the_sources_else_the_inventorys_never_the_lines_own_claim()
    {
        Write(Good.Replace("source.ip: src", "soc.claimed_agency: agency", StringComparison.Ordinal));
        SourceOptions options = new()
        {
            Folders = [_folder],
            Inventory = [new() { Listener = "cong", Agency = "theo-cong" }, new() { Peer = "192.0.2.0/24", Agency = "theo-mang" }, new() { Peer = "192.0.2.7", Agency = "theo-may" }, new() { Host = "may-*", Agency = "theo-ten" }],
        };
        INormalizer normalizer = new SourceCatalog(options).NewNormalizer();
        Assert.Equal("theo-cong", Reading.Line(normalizer, "<13>Mar 12 09:00:00 may-1 thu: agency=x", "cong").Result.Agency);
        Assert.Equal("theo-mang", Reading.Line(normalizer, "<13>Mar 12 09:00:00 may-1 thu: agency=x").Result.Agency);
        Assert.Equal("theo-may", Reading.Line(normalizer, "<13>Mar 12 09:00:00 may-1 thu: agency=x", peer: "192.0.2.7").Result.Agency);
        Assert.Equal("theo-ten", Reading.Line(normalizer, "<13>Mar 12 09:00:00 may-1 thu: agency=x", peer: "198.51.100.1").Result.Agency);
        (NormalizeResult result, string? json) = Reading.Line(normalizer, "<13>Mar 12 09:00:00 h thu: agency=x", peer: "198.51.100.1");
        Assert.Equal("unassigned", result.Agency);
        Assert.Contains("\"claimed_agency\":\"x\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("claimed_agency", Reading.Line(normalizer, "<13>Mar 12 09:00:00 h thu: agency=theo-cong", "cong").Json, StringComparison.Ordinal);
    }

    [Fact]
    public void Sampling_keeps_one_in_so_many_and_the_others_are_filtered()
    {
        Write(Good + "drop:\n  - when: { level: debug }\n    keep_one_in: 10\n");
        INormalizer normalizer = new SourceCatalog(new SourceOptions { Folders = [_folder] }).NewNormalizer();
        NormalizeFate[] fates = [.. Enumerable.Range(0, 100).Select(_ => Reading.Line(normalizer, "<13>Mar 12 09:00:00 h thu: level=debug").Result.Fate)];
        Assert.Equal(10, fates.Count(static f => f == NormalizeFate.Event));
        Assert.Equal(90, fates.Count(static f => f == NormalizeFate.Filtered));
        Assert.Equal(NormalizeFate.Event, Reading.Line(normalizer, "<13>Mar 12 09:00:00 h thu: level=error").Result.Fate);
    }

    [Fact]
    public void Keys_are_made_once_readable_by_their_owner_alone_and_join_however_the_identifier_is_written()
    {
        string file = Path.Combine(_folder, "keys", "identity.keys");
        IdentityKeys keys = IdentityKeys.LoadOrCreate(file);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        IdentityKeys again = IdentityKeys.LoadOrCreate(file);
        Assert.Equal(keys.Hash(IdentityKind.Plate, "51X-000.01"), again.Hash(IdentityKind.Plate, "51x 00001"));
        Assert.Equal(keys.Hash(IdentityKind.Phone, "+84 912 000 001"), again.Hash(IdentityKind.Phone, "0912000001"));
        Assert.NotEqual(keys.Hash(IdentityKind.Plate, "51X-000.01"), keys.Hash(IdentityKind.Vehicle, "51X-000.01"));
        Assert.NotEqual(keys.Hash(IdentityKind.Plate, "51X-000.01"), IdentityKeys.Sample.Hash(IdentityKind.Plate, "51X-000.01"));
        File.WriteAllText(file, "not a key\n");
        Assert.Throws<InvalidDataException>(() => IdentityKeys.LoadOrCreate(file));
    }

    [Fact]
    public void Column_names_of_a_header_line_hold_for_their_sender_until_the_next()
    {
        Write("""
            id: thu/nguon
            title: { vi: Thử, en: Test }
            system: thu
            dataset: thu.log
            claims:
              - listener: tap
            format: { csv: { separator: " ", header: "#Fields:", comment: "#", empty: ["-"] } }
            set: { event.kind: event }
            map: { source.ip: c-ip, http.response.status_code: sc-status }
            """);
        INormalizer normalizer = new SourceCatalog(new SourceOptions { Folders = [_folder] }).NewNormalizer();
        string? Read(string line, string peer) => Reading.Line(normalizer, line, "tap", "file", peer).Json;
        Assert.Null(Read("#Fields: c-ip sc-status", "/a.log"));
        Assert.Null(Read("#Fields: sc-status c-ip", "/b.log"));
        Assert.Null(Read("#Software: x", "/a.log"));
        Assert.Contains("\"status_code\":404", Read("192.0.2.1 404", "/a.log"), StringComparison.Ordinal);
        Assert.Contains("\"status_code\":404", Read("404 192.0.2.1", "/b.log"), StringComparison.Ordinal);
        Read("#Fields: sc-status c-ip", "/a.log");
        Assert.Contains("\"ip\":\"192.0.2.1\"", Read("404 192.0.2.1", "/a.log"), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string text, string name = "nguon")
    {
        Directory.CreateDirectory(Path.Combine(_folder, "thu"));
        File.WriteAllText(Path.Combine(_folder, "thu", name + ".yml"), text);
        // File systems keep times in steps: sizes may be equal, so the time must differ.
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "thu", name + ".yml"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(_writes++));
    }

    private int _writes;
}
