using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using SocApi;
using SocApi.Reports;
using SocApi.Reports.Delivery;
using SocApi.Reports.Schedules;
using SocCore.Ports;
using SocCore.Storage;
using SocStore.InMemory;
using Xunit;

namespace SocHost.Tests.Reports;

public sealed class ReportMailTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soc-mail-test-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 11, 0, 0, 5, TimeSpan.Zero));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Mail_carries_the_report_in_the_receivers_language_with_a_manifest_that_vouches_for_it()
    {
        await using SmtpSink smtp = new(credentials: "soc s3cret");
        string password = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(password, "s3cret\n", TestContext.Current.CancellationToken);
        await SendAsync(new MailOptions { Host = "127.0.0.1", Port = smtp.Port, Tls = MailTls.None, User = "soc", PasswordFile = password, From = "soc@example.org" });

        (string from, string to, byte[] content) = Assert.Single(smtp.Messages);
        Assert.StartsWith("MAIL FROM:<soc@example.org>", from, StringComparison.Ordinal);
        Assert.StartsWith("RCPT TO:<auditor@example.org>", to, StringComparison.Ordinal);
        using MemoryStream stream = new(content);
        using MimeMessage message = await MimeMessage.LoadAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal("[SmartCity SOC] Báo cáo nhanh hằng ngày của SOC: 10/03/2026 07:00 – 11/03/2026 07:00", message.Subject);
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        Assert.Contains("Phạm vi: Toàn thành phố", message.TextBody, StringComparison.Ordinal);
        Dictionary<string, byte[]> files = message.Attachments.Cast<MimePart>().ToDictionary(static p => p.FileName!, static p => Bytes(p));
        Assert.Equal(["manifest.json", "report.html"], files.Keys.Select(static n => n[(n.LastIndexOf('-') + 1)..]).Order(StringComparer.Ordinal));
        JsonNode manifest = JsonNode.Parse(files.Single(static f => f.Key.EndsWith("manifest.json", StringComparison.Ordinal)).Value)!;
        byte[] html = files.Single(static f => f.Key.EndsWith("report.html", StringComparison.Ordinal)).Value;
        Assert.Equal(manifest["files"]![0]!["sha256"]!.GetValue<string>(), Convert.ToHexStringLower(SHA256.HashData(html)));
        Assert.Equal($"{manifest["id"]}@example.org", message.MessageId);
    }

    [Fact]
    public async Task A_server_that_refuses_the_password_is_named_and_gets_no_report()
    {
        await using SmtpSink smtp = new(credentials: "soc other");
        string password = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(password, "s3cret", TestContext.Current.CancellationToken);
        IOException refused = await Assert.ThrowsAsync<IOException>(
            () => SendAsync(new MailOptions { Host = "127.0.0.1", Port = smtp.Port, Tls = MailTls.None, User = "soc", PasswordFile = password, From = "soc@example.org" }));
        Assert.Contains("auditor@example.org", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.Message, StringComparison.Ordinal);
        Assert.Empty(smtp.Messages);
    }

    [Fact]
    public async Task A_server_without_tls_gets_nothing_where_tls_is_asked_for()
    {
        await using SmtpSink smtp = new();
        await Assert.ThrowsAsync<IOException>(() => SendAsync(new MailOptions { Host = "127.0.0.1", Port = smtp.Port, From = "soc@example.org" }));
        Assert.Empty(smtp.Messages);
    }

    private async Task SendAsync(MailOptions mail)
    {
        ScheduleOptions schedule = new() { Report = "daily-brief", Cron = "0 0 7 * * ?" };
        schedule.MailTo.Add("auditor@example.org");
        ReportOptions options = new() { Folder = Path.Combine(_folder.FullName, "reports"), Pdf = false, Mail = mail };
        options.Schedules.Add(schedule);
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IEventStore>(new InMemoryEventStore(_clock));
        services.AddSingleton<ICaseStore>(new InMemoryCaseStore(_clock));
        services.AddSingleton<IStateStore>(new InMemoryStateStore(_clock));
        services.AddSocApi(new ApiOptions { KeyFolder = Path.Combine(_folder.FullName, "keys") }, options);
        await using ServiceProvider provider = services.BuildServiceProvider();
        DateTimeOffset due = new(2026, 3, 11, 0, 0, 0, TimeSpan.Zero);
        await provider.GetRequiredService<IScheduledWork>().RunAsync(due.AddDays(-1), due, TestContext.Current.CancellationToken);
    }

    private static byte[] Bytes(MimePart part)
    {
        using MemoryStream content = new();
        part.Content!.DecodeTo(content);
        return content.ToArray();
    }
}
