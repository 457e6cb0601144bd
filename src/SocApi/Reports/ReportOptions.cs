using System.ComponentModel.DataAnnotations;
using SocApi.Reports.Delivery;
using SocApi.Reports.Schedules;

namespace SocApi.Reports;

/// <summary>Settings of reports (section <c>Reports</c>).</summary>
public sealed class ReportOptions
{
    /// <summary>Where reports are kept; the host sets it below the data folder.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The IANA zone of periods that nobody gave another.</summary>
    /// <value>Default Asia/Ho_Chi_Minh.</value>
    public string TimeZone { get; set; } = DefaultTimeZone;

    /// <summary>Whether a PDF of each report is made, where there is a Chromium.</summary>
    /// <value>Default true.</value>
    public bool Pdf { get; set; } = true;

    /// <summary>The Chromium that makes the PDF; unset: the first of the usual names on the path.</summary>
    public string? Chromium { get; set; }

    /// <summary>How many seconds Chromium may take for one report.</summary>
    /// <value>1 to 600, default 60.</value>
    [Range(1, 600)]
    public int PdfSeconds { get; set; } = 60;

    /// <summary>The server by which reports are mailed.</summary>
    public MailOptions Mail { get; set; } = new();

    /// <summary>Reports that are made on time.</summary>
    public IList<ScheduleOptions> Schedules { get; } = [];

    /// <summary>The city's own zone.</summary>
    internal const string DefaultTimeZone = "Asia/Ho_Chi_Minh";

    /// <summary>Everything that is wrong, each with its cure; the first word is the setting.</summary>
    /// <param name="isCron">Whether a text is a cron expression of the scheduler.</param>
    public IReadOnlyList<string> Check(Func<string, bool> isCron)
    {
        List<string> problems = [];
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            problems.Add($"Reports:TimeZone is '{TimeZone}', which is unknown; use an IANA name, as in {DefaultTimeZone}.");
        if (Chromium is { Length: > 0 } && !File.Exists(Chromium))
            problems.Add($"Reports:Chromium is '{Chromium}', which is not there; check the path, or leave it out to take the one on the path.");
        problems.AddRange(Mail.Check());
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < Schedules.Count; i++)
            problems.AddRange(Schedules[i].Check($"Reports:Schedules:{i}", names, Mail, isCron));
        return problems;
    }
}
