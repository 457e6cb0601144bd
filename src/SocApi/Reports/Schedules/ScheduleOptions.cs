using System.Net.Mail;
using SocApi.Auth;
using SocApi.Reports.Delivery;
using SocCore.Storage;

namespace SocApi.Reports.Schedules;

/// <summary>A report that is made on time (one entry of <c>Reports:Schedules</c>).</summary>
public sealed class ScheduleOptions
{
    /// <summary>Which report.</summary>
    /// <value>daily-brief, weekly-operations, source-coverage or agency-month.</value>
    public string Report { get; set; } = "";

    /// <summary>When: second, minute, hour, day of month, month, day of week, as in <c>0 0 7 * * ?</c>.</summary>
    public string Cron { get; set; } = "";

    /// <summary>The IANA zone of the cron expression and of the period.</summary>
    /// <value>Default Asia/Ho_Chi_Minh.</value>
    public string TimeZone { get; set; } = ReportOptions.DefaultTimeZone;

    /// <summary>vi or en.</summary>
    /// <value>Default vi.</value>
    public string Language { get; set; } = "vi";

    /// <summary>Whose rows are counted.</summary>
    /// <value>An agency's id; default soc, the whole city.</value>
    public string Agency { get; set; } = AgencyScope.CitySoc;

    /// <summary>What the ledger calls it; needed only for two schedules of the same report, agency and language.</summary>
    public string? Name { get; set; }

    /// <summary>A folder into which each report is copied as well.</summary>
    public string? Folder { get; set; }

    /// <summary>Who gets it by mail.</summary>
    public IList<string> MailTo { get; } = [];

    /// <summary>The name in the ledger: what was done stays done when the schedule's times or receivers change.</summary>
    public string LedgerName => Name ?? $"{Report}/{Agency}/{Language}";

    /// <summary>Everything that is wrong, each with its cure.</summary>
    internal IEnumerable<string> Check(string where, HashSet<string> names, MailOptions mail, Func<string, bool> isCron)
    {
        if (!ReportKinds.TryRead(Report, out _))
            yield return $"{where}:Report is '{Report}', which is no report; it is one of {string.Join(", ", ReportKinds.All)}.";
        if (!isCron(Cron))
            yield return $"{where}:Cron is '{Cron}', which is no cron expression; write second, minute, hour, day of month, month, day of week, as in '0 0 7 * * ?'.";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return $"{where}:TimeZone is '{TimeZone}', which is unknown; use an IANA name, as in {ReportOptions.DefaultTimeZone}.";
        if (!ReportText.Languages.Contains(Language))
            yield return $"{where}:Language is '{Language}'; it is one of {string.Join(", ", ReportText.Languages)}.";
        if (!AgencyIds.MayHaveTokens(Agency))
            yield return $"{where}:Agency is '{Agency}', which is no agency's id; write small letters, digits, dashes, or soc for the whole city.";
        if (!names.Add(LedgerName))
            yield return $"{where}:Name is '{LedgerName}', and another schedule has that name; give one of them a Name of its own.";
        if (Folder is { Length: 0 })
            yield return $"{where}:Folder is empty; name a folder, or leave it out.";
        for (int i = 0; i < MailTo.Count; i++)
        {
            if (!MailAddress.TryCreate(MailTo[i], out _))
                yield return $"{where}:MailTo:{i} is '{MailTo[i]}', which is no mail address.";
        }

        if (MailTo.Count > 0 && string.IsNullOrEmpty(mail.Host))
            yield return $"{where}:MailTo names receivers, but there is no server to send by; set Reports:Mail:Host and Reports:Mail:From.";
    }
}
