using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Console;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using SocApi;
using SocApi.Desk;
using SocApi.Reports;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;
using SocStore;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace EndToEnd.Tests.Reports;

/// <summary>The PDF of a report by the real Chromium: the text of the HTML, and nothing that a hostile text could make it do.</summary>
public sealed partial class ReportPdfTests : IAsyncDisposable
{
    private static readonly CityClock Clock = new();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soc-pdf-test-");
    private ServiceProvider? _services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("vi")]
    [InlineData("en")]
    public async Task Pdf_says_what_the_html_says(string language)
    {
        SkipWithoutChromium();
        KeptReport report = await MakeAsync(new ReportOptions { Chromium = Chromium.Path }, language, static _ => Task.CompletedTask);
        Assert.Null(report.PdfNotice);
        using PdfDocument pdf = PdfDocument.Open(Path.Combine(_folder.FullName, "reports", report.Id, "report.pdf"));
        Assert.InRange(pdf.NumberOfPages, 2, 30);
        string printed = string.Concat(pdf.GetPages().SelectMany(static p => p.GetWords()).Select(static w => w.Text));
        HashSet<string> words = [.. Words(Fold(printed))];
        string html = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "reports", report.Id, "report.html"), Cancel);
        string said = WebUtility.HtmlDecode(Tag().Replace(Hidden().Replace(html, " "), " "));
        // Lines break anywhere, so words are looked for in the text without blanks.
        string run = Blank().Replace(Fold(printed), "");
        string[] missing = [.. Words(Fold(said)).Distinct().Where(w => !words.Contains(w) && !run.Contains(w, StringComparison.Ordinal))];
        Assert.True(Words(said).Count() > 300);
        Assert.Empty(missing);
    }

    [Fact]
    public async Task Hostile_texts_make_the_printer_fetch_and_open_nothing()
    {
        SkipWithoutChromium();
        using TcpListener trap = new(IPAddress.Loopback, 0);
        trap.Start();
        int port = ((IPEndPoint)trap.LocalEndpoint).Port;
        string secret = Path.Combine(_folder.FullName, "secret.html");
        await File.WriteAllTextAsync(secret, "kanarisecret", Cancel);
        KeptReport report = await MakeAsync(new ReportOptions { Chromium = Chromium.Path }, "vi", async cases =>
        {
            foreach (string text in (string[])
                [
                    $"<img src=http://127.0.0.1:{port}/img>", $"</td></table><script src=http://127.0.0.1:{port}/js></script>", $"</style><style>@import 'http://127.0.0.1:{port}/css';</style>",
                    $"<iframe src='file://{secret}'></iframe>", $"<meta http-equiv=refresh content='0;url=http://127.0.0.1:{port}/'>", $"<object data=http://127.0.0.1:{port}/o>",
                ])
            {
                BookEntry entry = IncidentBook.OpenByHand(new HandReport(text, "so-gtvt", RuleLevel.High, text), text, Clock.GetUtcNow().AddHours(-1));
                Assert.NotNull(await cases.SaveAsync(entry.Incident, 0, entry.Change, Cancel));
            }
        });
        Assert.Null(report.PdfNotice);
        Assert.False(trap.Pending(), "the printer came to the listening socket");
        using PdfDocument pdf = PdfDocument.Open(Path.Combine(_folder.FullName, "reports", report.Id, "report.pdf"));
        string printed = string.Concat(pdf.GetPages().SelectMany(static p => p.GetWords()).Select(static w => w.Text));
        Assert.DoesNotContain("kanarisecret", printed, StringComparison.Ordinal);
        // They are there as what they are: texts.
        Assert.Contains("iframe", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_fails_or_hangs_is_a_notice_and_the_report_is_there()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("the failing browser is a shell script");
        string broken = Path.Combine(_folder.FullName, "broken");
        await File.WriteAllTextAsync(broken, "#!/bin/sh\necho cannot start >&2\nexit 7\n", Cancel);
        string hanging = Path.Combine(_folder.FullName, "hanging");
        await File.WriteAllTextAsync(hanging, "#!/bin/sh\nexec sleep 600\n", Cancel);
        foreach (string script in (string[])[broken, hanging])
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        KeptReport failed = await MakeAsync(new ReportOptions { Chromium = broken }, "vi", static _ => Task.CompletedTask);
        Assert.Contains("exit code 7, cannot start", failed.PdfNotice, StringComparison.Ordinal);
        KeptReport hung = await MakeAsync(new ReportOptions { Chromium = hanging, PdfSeconds = 1 }, "en", static _ => Task.CompletedTask);
        Assert.Contains("longer than 1 s", hung.PdfNotice, StringComparison.Ordinal);
        Assert.Contains(hung.Files, static f => f.Name == "report.html");
        Assert.DoesNotContain(hung.Files, static f => f.Name == "report.pdf");
    }

    private static void SkipWithoutChromium()
    {
        if (Chromium.Path is null)
            Assert.Skip("no Chromium: set SOC_CHROMIUM, or let build.sh unpack Debian's below .cache");
    }

    private async Task<KeptReport> MakeAsync(ReportOptions options, string language, Func<ICaseStore, Task> fill)
    {
        options.Folder = Path.Combine(_folder.FullName, "reports");
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddInMemoryStore();
        services.AddSocApi(new ApiOptions { KeyFolder = Path.Combine(_folder.FullName, "keys") }, options);
        if (_services is not null)
            await _services.DisposeAsync();
        _services = services.BuildServiceProvider();
        ICaseStore cases = _services.GetRequiredService<ICaseStore>();
        await new CityScene(_services.GetRequiredService<IEventStore>(), cases, _services.GetRequiredService<IStateStore>(), Clock).PlayAsync();
        await fill(cases);
        Caller lead = new()
        {
            Subject = "an",
            DisplayName = "An",
            Roles = [SocApi.Auth.Roles.Lead],
            Scopes = SocApi.Auth.Roles.All[SocApi.Auth.Roles.Lead],
            Agency = AgencyScope.City,
            Language = language,
        };
        DateTimeOffset now = Clock.GetUtcNow();
        return (await _services.GetRequiredService<ReportDesk>().RunAsync(lead, new ReportRequest("daily-brief") { From = now.AddDays(-1), To = now }, Cancel)).Value;
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(static m => m.Value);

    /// <summary>Composed, and without the ligatures that fonts draw.</summary>
    private static string Fold(string text) => text.Normalize(NormalizationForm.FormKC);

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    /// <summary>What is in the file and not on the page: head, captions for the ear, titles of marks.</summary>
    [GeneratedRegex("<head>.*?</head>|<figcaption class=\"sr\">.*?</figcaption>|<title>.*?</title>", RegexOptions.Singleline)]
    private static partial Regex Hidden();
}
