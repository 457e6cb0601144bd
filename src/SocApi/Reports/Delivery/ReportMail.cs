using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using SocApi.Reports.Model;
using SocCore.Storage;

namespace SocApi.Reports.Delivery;

/// <summary>Sends a report by mail (RFC 5321, RFC 2045): the HTML, the PDF where there is one, and the manifest that vouches for both.</summary>
internal sealed class ReportMail(MailOptions options, IReportShelf shelf)
{
    private static readonly string[] Attached = ["report.pdf", "report.html", KeptReport.Manifest];

    private const int LimitMilliseconds = 60_000;

    /// <summary>Sends it to one receiver.</summary>
    public async Task SendAsync(KeptReport report, string to, CancellationToken cancel)
    {
        using MimeMessage message = await ComposeAsync(report, to, cancel).ConfigureAwait(false);
        using SmtpClient client = new() { Timeout = LimitMilliseconds };
        await client.ConnectAsync(options.Host!, options.Port, Security(options.Tls), cancel).ConfigureAwait(false);
        if (options.User is { Length: > 0 } user)
        {
            string password = (await File.ReadAllTextAsync(options.PasswordFile!, cancel).ConfigureAwait(false)).TrimEnd('\r', '\n');
            await client.AuthenticateAsync(user, password, cancel).ConfigureAwait(false);
        }

        await client.SendAsync(message, cancel).ConfigureAwait(false);
        await client.DisconnectAsync(quit: true, cancel).ConfigureAwait(false);
    }

    /// <summary>The message. Its id and date follow from the report: a receiver who gets it twice after a crash can tell.</summary>
    public async Task<MimeMessage> ComposeAsync(KeptReport report, string to, CancellationToken cancel)
    {
        ReportText text = new(report.Language);
        ReportPeriod period = new(report.From, report.To, TimeZoneInfo.FindSystemTimeZoneById(report.TimeZone));
        string from = ReportText.Minute(period.Local(report.From));
        string until = ReportText.Minute(period.Local(report.To));
        string scope = report.Agency == AgencyScope.CitySoc ? text["Scope.City"] : text.Agency(report.Agency);
        ReportKinds.TryRead(report.Report, out ReportKind? kind);
        string[] files = [.. Attached.Where(n => n == KeptReport.Manifest || report.Files.Any(f => f.Name == n))];
        MailboxAddress sender = MailboxAddress.Parse(options.From!);
        MimeMessage message = new()
        {
            Subject = text["Mail.Subject", report.Title, from, until],
            Date = report.MadeAt,
            MessageId = $"{report.Id}@{sender.Domain}",
        };
        message.From.Add(sender);
        message.To.Add(MailboxAddress.Parse(to));
        // RFC 3834: no holiday notice comes back.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        BodyBuilder body = new() { TextBody = text["Mail.Text", report.Title, text[$"Purpose.{kind}"], from, until, report.TimeZone, scope, report.PdfNotice ?? report.Id, string.Join(", ", files)] };
        foreach (string name in files)
        {
            string type = name switch { "report.pdf" => "application/pdf", "report.html" => "text/html", _ => "application/json" };
            byte[] content = await shelf.ReadAsync(report, name, cancel).ConfigureAwait(false) ?? [];
            MimeEntity part = body.Attachments.Add($"{report.Id}-{name}", content, ContentType.Parse(type));
            if (part is MimePart file)
                file.ContentTransferEncoding = ContentEncoding.Base64;
        }

        message.Body = body.ToMessageBody();
        return message;
    }

    private static SecureSocketOptions Security(MailTls tls) => tls switch
    {
        MailTls.Implicit => SecureSocketOptions.SslOnConnect,
        MailTls.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
