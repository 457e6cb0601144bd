using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SocApi.Reports;
using SocCore.Storage;
using SocHost.Local;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc report …</c>: makes a report now, and brings its files into a folder.</summary>
internal static class ReportCommands
{
    public static Command Create()
    {
        Argument<string> name = new("NAME") { Description = $"One of {string.Join(", ", ReportKinds.All)}" };
        Option<string?> from = new("--from") { Description = "At or after: RFC 3339, or a day as in 2026-03-01; default: the last whole period", HelpName = "TIME" };
        Option<string?> to = new("--to") { Description = "Before: RFC 3339, or a day, which is then not included", HelpName = "TIME" };
        Option<string> output = new("--out") { Description = "Folder for the files; default: a folder of the report's name here", HelpName = "DIR", DefaultValueFactory = static _ => "" };
        Option<string> language = new("--lang") { Description = "vi or en", HelpName = "LANG", DefaultValueFactory = static _ => "vi" };
        Option<string> agency = new("--agency") { Description = "Whose rows are counted; soc is the whole city", HelpName = "ID", DefaultValueFactory = static _ => AgencyScope.CitySoc };
        Option<string?> zone = new("--zone") { Description = "IANA time zone of the period; default: that of the settings", HelpName = "ZONE" };
        Option<bool> json = GlobalOptions.Json();
        Command run = new("run", "Makes a report and writes its files") { name, from, to, output, language, agency, zone, json };
        run.SetAction(async (parsed, cancel) =>
        {
            string report = parsed.GetValue(name)!;
            if (!ReportKinds.TryRead(report, out _))
                throw new CommandException($"there is no report '{report}'; there is {string.Join(", ", ReportKinds.All)}", 64);
            SocSettings settings = SocSettings.Load(parsed);
            TimeZoneInfo clock = ZoneOf(parsed.GetValue(zone) ?? settings.Options.Reports.TimeZone);
            await using LocalApi api = await LocalApi.OpenAsync(settings, "lead", cancel);
            using JsonDocument made = await api.PostAsync(
                "/api/v1/reports",
                new
                {
                    report,
                    from = Bound("--from", parsed.GetValue(from), clock),
                    to = Bound("--to", parsed.GetValue(to), clock),
                    language = parsed.GetValue(language),
                    agency = parsed.GetValue(agency),
                    time_zone = clock.Id,
                },
                cancel);
            string folder = await SaveAsync(api, made.RootElement, parsed.GetValue(output)!, cancel);
            Tell(made.RootElement, folder, parsed.GetValue(json));
            return 0;
        });
        return new Command("report", "Reports for auditors and agencies") { run };
    }

    /// <summary>A bound as people write it; a day begins at midnight on the clock of the zone.</summary>
    private static DateTimeOffset? Bound(string option, string? text, TimeZoneInfo zone)
    {
        if (text is null)
            return null;
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day))
            return new DateTimeOffset(day, zone.GetUtcOffset(day));
        if (text.Length >= 20 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at))
            return at;
        throw new CommandException($"{option} '{text}' is no time; write 2026-03-01 or 2026-03-01T07:00:00+07:00", 64);
    }

    private static TimeZoneInfo ZoneOf(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone)
        ? zone
        : throw new CommandException($"--zone '{id}' is unknown; use an IANA name, as in Asia/Ho_Chi_Minh", 64);

    /// <summary>Fetches every file first and writes then, so that a folder has all of a report or nothing.</summary>
    private static async Task<string> SaveAsync(LocalApi api, JsonElement report, string output, CancellationToken cancel)
    {
        string folder = Path.GetFullPath(output.Length > 0 ? output : report.GetProperty("id").GetString()!);
        Dictionary<string, byte[]> files = new() { ["manifest.json"] = await api.GetBytesAsync(report.GetProperty("manifest").GetString()!, cancel) };
        foreach (JsonElement file in report.GetProperty("files").EnumerateArray())
            files[file.GetProperty("name").GetString()!] = await api.GetBytesAsync(file.GetProperty("href").GetString()!, cancel);
        try
        {
            Directory.CreateDirectory(folder);
            foreach ((string name, byte[] content) in files)
                await File.WriteAllBytesAsync(Path.Combine(folder, Path.GetFileName(name)), content, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"the files cannot be written to '{folder}': {e.Message}");
        }

        return folder;
    }

    private static void Tell(JsonElement report, string folder, bool json)
    {
        string? notice = report.GetProperty("pdf_notice").GetString();
        if (notice is not null)
            Console.Error.WriteLine($"soc: {notice}");
        if (json)
        {
            Output.Object(new { id = report.GetProperty("id").GetString(), folder, report });
            return;
        }

        Console.Out.WriteLine($"{report.GetProperty("title").GetString()}, {report.GetProperty("id").GetString()}");
        foreach (JsonElement file in report.GetProperty("files").EnumerateArray())
            Console.Out.WriteLine($"  {Path.Combine(folder, file.GetProperty("name").GetString()!)}");
        Console.Out.WriteLine($"  {Path.Combine(folder, "manifest.json")}");
    }
}
