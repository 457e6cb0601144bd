using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using SocApi.Reports;
using SocApi.Reports.Model;
using SocApi.Reports.Rendering;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Rules;
using SocCore.Storage;
using SocTesting;

namespace SocApi.Tests.Reports;

/// <summary>The files of a report: well formed, closed in themselves, harmless, and always the same.</summary>
public sealed partial class ReportFileTests
{
    private const string Formula = "=+-@\t\r\0";

    /// <summary>What strangers write into titles and names, each with its own way out of a page, a cell or a line.</summary>
    private static readonly string[] Hostile =
    [
        "<img src=http://127.0.0.1:1/x onerror=alert(1)>", "</td></table><script>fetch('http://192.0.2.1/')</script>", "</style><link rel=stylesheet href=//192.0.2.1/a.css>", "\" onmouseover=\"x",
        "<iframe src=file:///etc/passwd>", "=HYPERLINK(\"http://192.0.2.1\",\"x\")", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "a\u202eb", "]]><!--", "&amp;&#x3c;", "dòng 1\r\ndòng 2, \"trích\"", "{0} {{x}}",
    ];

    public static TheoryData<ReportKind, string> All => ReportTextTests.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Html_is_well_formed_closed_in_itself_and_says_what_the_data_say(ReportKind kind, string language)
    {
        using ReportWork work = new(RandomMonth.End.AddDays(20));
        await new RandomMonth(12).PlayAsync(work);
        KeptReport kept = await MakeAsync(work, kind, language);
        string html = await work.ReadAsync(kept, "report.html");
        XDocument page = Page(html);
        Assert.Equal(language, page.Root!.Attribute("lang")!.Value);
        Assert.Equal(["style"], page.Descendants().Select(static e => e.Name.LocalName).Where(static n => n is "style" or "script" or "link" or "iframe" or "object" or "img" or "base" or "form"));
        Assert.All(page.Descendants().Attributes(), static a => Assert.True(
            (a.Name.LocalName is not ("src" or "style" or "srcset" or "action" or "data") && !a.Name.LocalName.StartsWith("on", StringComparison.Ordinal))
            && (a.Name.LocalName != "href" || a.Value.StartsWith('#')), a.ToString()));
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Descendants("style").Single().Value, StringComparison.Ordinal);
        string[] ids = [.. page.Descendants().Attributes("id").Select(static a => a.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(page.Descendants("a"), a => Assert.Contains(a.Attribute("href")!.Value[1..], ids));

        // The policy names the style sheet by its hash: with a wrong one the page would be bare.
        string policy = page.Descendants("meta").Single(static m => m.Attribute("http-equiv") is not null).Attribute("content")!.Value;
        Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.Descendants("style").Single().Value)))}'", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);

        JsonNode json = JsonNode.Parse(await work.ReadAsync(kept, "report.json"))!;
        Assert.Equal(json["sections"]!.AsArray().Sum(static s => s!["figures"]!.AsArray().Count), page.Descendants("div").Count(static d => d.Attribute("class")?.Value.StartsWith("figure ", StringComparison.Ordinal) == true || d.Attribute("class")?.Value == "figure"));
        Assert.Equal(
            json["sections"]!.AsArray().SelectMany(static s => s!["tables"]!.AsArray()).Where(static t => t!["rows"]!.AsArray().Count > 0).Sum(static t => t!["rows"]!.AsArray().Count + 1),
            page.Descendants("tr").Count());
    }

    [Fact]
    public async Task Same_data_and_clock_give_the_same_bytes()
    {
        Dictionary<string, string>[] runs = [await RunAsync(), await RunAsync()];
        Assert.NotEmpty(runs[0]);
        Assert.Equal(runs[0], runs[1]);

        static async Task<Dictionary<string, string>> RunAsync()
        {
            using ReportWork work = new(RandomMonth.End.AddDays(20));
            await new RandomMonth(13).PlayAsync(work);
            Dictionary<string, string> sums = [];
            foreach (ReportKind kind in Enum.GetValues<ReportKind>())
            {
                KeptReport kept = await MakeAsync(work, kind, "vi");
                foreach (KeptFile file in kept.Files)
                    sums[$"{kept.Id}/{file.Name}"] = file.Sha256;
                sums[kept.Id] = await work.ReadAsync(kept, KeptReport.Manifest);
            }

            return sums;
        }
    }

    [Fact]
    public async Task Manifest_vouches_for_every_file()
    {
        using ReportWork work = new(RandomMonth.End.AddDays(20));
        await new RandomMonth(14).PlayAsync(work);
        KeptReport kept = await MakeAsync(work, ReportKind.WeeklyOperations, "en");
        string folder = Path.Combine(work.Options.Folder, kept.Id);
        Assert.Equal(kept.Files.Select(static f => f.Name).Append(KeptReport.Manifest).Order(StringComparer.Ordinal), Directory.EnumerateFiles(folder).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        JsonNode manifest = JsonNode.Parse(await work.ReadAsync(kept, KeptReport.Manifest))!;
        foreach (JsonNode? file in manifest["files"]!.AsArray())
        {
            byte[] content = File.ReadAllBytes(Path.Combine(folder, file!["name"]!.GetValue<string>()));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file["sha256"]!.GetValue<string>());
            if (file["rows"] is { } rows)
                Assert.Equal(rows.GetValue<int>() + 1, Lines(Encoding.UTF8.GetString(content)).Count);
        }

        Assert.Equal(("Asia/Ho_Chi_Minh", "2026-02-28T17:00:00.000Z", ReportMaker.Generator), (manifest["time_zone"]!.GetValue<string>(), manifest["from"]!.GetValue<string>(), manifest["generator"]!.GetValue<string>()));
        Assert.Empty(Directory.EnumerateDirectories(Path.GetDirectoryName(folder)!, ".*"));
    }

    [Fact]
    public async Task Texts_of_strangers_stay_texts()
    {
        using ReportWork work = new(Some.Time.AddDays(1));
        foreach (string text in Hostile)
            await OpenAsync(work, text);
        foreach (ReportKind kind in Enum.GetValues<ReportKind>())
        {
            KeptReport kept = await work.Maker.MakeAsync(ReportWork.Order(kind, Some.Time.AddDays(-1), Some.Time.AddDays(1), "vi"), TestContext.Current.CancellationToken);
            XDocument page = Page(await work.ReadAsync(kept, "report.html"));
            Assert.Equal(1, page.Descendants().Count(static e => e.Name.LocalName is "style" or "script" or "link" or "iframe" or "img"));
            Assert.DoesNotContain(page.Descendants().Attributes(), static a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            Assert.DoesNotContain('\u202e', page.ToString());
            foreach (KeptFile file in kept.Files.Where(static f => f.Rows is not null))
                Assert.All(Lines(await work.ReadAsync(kept, file.Name)).SelectMany(static l => l), static cell => Assert.True(cell.Length == 0 || !Formula.Contains(cell[0], StringComparison.Ordinal), cell));
        }
    }

    [Fact]
    public void Any_cell_comes_back_from_csv_and_none_is_a_formula() =>
        Gen.String[Gen.Char["=+-@\t\r\n\",;' aĐ\0"], 0, 8].Array[1, 4].TryAll(
            static cells =>
            {
                ReportColumn[] columns = [.. cells.Select(static (_, i) => new ReportColumn($"c{i}", $"c{i}", null, IsNumber: false))];
                ReportTable table = new("t", "t", columns, [[.. cells.Select(static c => ReportCell.Of(c))]], "");
                string csv = Encoding.UTF8.GetString(ReportCsv.Write(table, new ReportPeriod(Some.Time, Some.Time.AddDays(1), ReportWork.City)));
                List<List<string>> lines = Lines(csv);
                Assert.Equal(2, lines.Count);
                Assert.EndsWith("\r\n", csv, StringComparison.Ordinal);
                Assert.Equal(cells.Select(static c => c.Length > 0 && Formula.Contains(c[0], StringComparison.Ordinal) ? "'" + c : c), lines[1]);
                Assert.All(lines[1], static cell => Assert.True(cell.Length == 0 || !Formula.Contains(cell[0], StringComparison.Ordinal), cell));
            },
            count: 2_000,
            seed: "0000KOIQdAv4");

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../kept")]
    [InlineData("a/b")]
    [InlineData("/etc")]
    [InlineData(".daily-brief.new")]
    [InlineData("daily-brief\0")]
    public async Task Names_that_lead_elsewhere_are_no_reports(string id)
    {
        using ReportWork work = new(RandomMonth.End);
        KeptReport kept = await MakeAsync(work, ReportKind.DailyBrief, "vi");
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Assert.Null(await work.Shelf.FindAsync(id, AgencyScope.City, cancel));
        Assert.Null(await work.Shelf.ReadAsync(kept, $"../{kept.Id}/report.html", cancel));
        Assert.NotNull(await work.Shelf.ReadAsync(kept, "report.html", cancel));
    }

    internal static Task<KeptReport> MakeAsync(ReportWork work, ReportKind kind, string language, string agency = AgencyScope.CitySoc) =>
        work.Maker.MakeAsync(ReportWork.Order(kind, RandomMonth.Begin, RandomMonth.End, language, agency), TestContext.Current.CancellationToken);

    /// <summary>Reads HTML as XML, after its one void element without a slash was given one: what is not well formed throws.</summary>
    private static XDocument Page(string html) => XDocument.Parse(Meta().Replace(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "<meta$1/>"));

    /// <summary>Opens an incident by hand with hostile title, note and system, takes it up and comments on it.</summary>
    private static async Task OpenAsync(ReportWork work, string text)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        BookEntry entry = IncidentBook.OpenByHand(new HandReport(text, "so-gtvt", RuleLevel.High, text, Tags: ["attack.t1110"]), text, Some.Time);
        Incident incident = (await work.Cases.SaveAsync(entry.Incident with { Entities = [new Entity("file.name", text, ["so-gtvt"])] }, 0, entry.Change, cancel))!;
        WorkflowOutcome comment = IncidentWorkflow.Apply(incident, new Comment(text), text, Some.Time.AddMinutes(1));
        Assert.NotNull(await work.Cases.SaveAsync(comment.Incident, incident.Version, comment.Change!, cancel));
    }

    /// <summary>Reads CSV by the grammar of RFC 4180, written apart from the writer.</summary>
    private static List<List<string>> Lines(string csv)
    {
        csv = csv.TrimStart('\uFEFF');
        List<List<string>> lines = [];
        List<string> line = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            char c = csv[i];
            if (quoted)
            {
                if (c != '"')
                    cell.Append(c);
                else if (i + 1 < csv.Length && csv[i + 1] == '"')
                    cell.Append(csv[++i]);
                else
                    quoted = false;
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c == ',' || (c == '\r' && i + 1 < csv.Length && csv[i + 1] == '\n'))
            {
                line.Add(cell.ToString());
                cell.Clear();
                if (c == ',')
                    continue;
                i++;
                lines.Add(line);
                line = [];
            }
            else
            {
                cell.Append(c);
            }
        }

        return lines;
    }

    [GeneratedRegex("<meta([^<>]*?)/?>")]
    private static partial Regex Meta();
}
