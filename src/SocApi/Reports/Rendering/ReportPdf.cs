using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SocApi.Reports.Rendering;

/// <summary>
/// Prints a report's HTML by Chromium: headless, without script, without network, in a profile and a folder of its own that
/// are gone afterwards, and within a time limit.
/// </summary>
internal sealed partial class ReportPdf(ReportOptions options, TimeProvider time, ILogger<ReportPdf> log)
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

    /// <summary>What a child needs of this program's environment; secrets stay here.</summary>
    private static readonly string[] Kept = ["PATH", "LANG", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE"];

    /// <summary>Prints it; what fails is a notice, never an exception: the HTML is the original.</summary>
    public async Task<PdfOutcome> PrintAsync(byte[] html, CancellationToken cancel)
    {
        if (!options.Pdf)
            return new PdfOutcome(null, "PDF is switched off (Reports:Pdf); report.html is the original.");
        if (Find() is not { } browser)
            return Unavailable("No Chromium was found on the path; install one or set Reports:Chromium. report.html is the original.");
        DirectoryInfo work = Directory.CreateTempSubdirectory("soc-report-");
        try
        {
            string page = Path.Combine(work.FullName, "report.html");
            string pdf = Path.Combine(work.FullName, "report.pdf");
            await File.WriteAllBytesAsync(page, html, cancel).ConfigureAwait(false);
            string? fault = await RunAsync(browser, work.FullName, page, pdf, cancel).ConfigureAwait(false);
            return fault is null && File.Exists(pdf)
                ? new PdfOutcome(await File.ReadAllBytesAsync(pdf, cancel).ConfigureAwait(false), null)
                : Unavailable($"'{browser}' made no PDF: {fault ?? "it ended without writing one"}. report.html is the original.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return Unavailable($"'{browser}' could not be run: {e.Message} report.html is the original.");
        }
        finally
        {
            Delete(work);
        }
    }

    /// <summary>The browser; null when there is none.</summary>
    public string? Find() => options.Chromium is { Length: > 0 } named
        ? File.Exists(named) ? named : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(static folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private async Task<string?> RunAsync(string browser, string work, string page, string pdf, CancellationToken cancel)
    {
        using Process process = new() { StartInfo = Command(browser, work, page, pdf) };
        process.Start();
        Task<string> said = process.StandardError.ReadToEndAsync(cancel);
        Task<string> unheard = process.StandardOutput.ReadToEndAsync(cancel);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(options.PdfSeconds), time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            await unheard.ConfigureAwait(false);
            string last = (await said.ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
            return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}, {last.Trim()}";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return $"it took longer than {options.PdfSeconds} s and was ended";
        }
    }

    private static ProcessStartInfo Command(string browser, string work, string page, string pdf)
    {
        ProcessStartInfo start = new(browser) { WorkingDirectory = work, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string name in start.Environment.Keys.Except(Kept, StringComparer.Ordinal).ToArray())
            start.Environment.Remove(name);
        start.Environment["HOME"] = work;
        start.Environment["TMPDIR"] = work;
        string[] arguments =
        [
            "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync", "--disable-background-networking",
            "--disable-component-update", "--disable-default-apps", "--disable-dev-shm-usage", "--disable-breakpad", "--metrics-recording-only", "--mute-audio",
            // No name resolves and no address answers, the loopback included. Script is kept from running by the page's own policy:
            // switched off altogether, Chromium could not print.
            "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
            $"--user-data-dir={Path.Combine(work, "profile")}", "--no-pdf-header-footer", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri,
        ];
        // Chromium's sandbox refuses to work for root.
        if (Environment.IsPrivilegedProcess)
            start.ArgumentList.Add("--no-sandbox");
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    private PdfOutcome Unavailable(string notice)
    {
        Log.NoPdf(log, notice);
        return new PdfOutcome(null, notice);
    }

    private void Delete(DirectoryInfo work)
    {
        try
        {
            work.Delete(recursive: true);
        }
        catch (IOException e)
        {
            Log.WorkLeft(log, e, work.FullName);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.NoPdf, LogLevel.Warning, "A report has no PDF: {Notice}")]
        public static partial void NoPdf(ILogger log, string notice);

        [LoggerMessage(EventIds.WorkLeft, LogLevel.Warning, "The folder '{Folder}' of a report's PDF could not be deleted")]
        public static partial void WorkLeft(ILogger log, Exception e, string folder);
    }
}
