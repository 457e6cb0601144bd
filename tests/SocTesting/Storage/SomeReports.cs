using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SocCore.Storage;

namespace SocTesting.Storage;

/// <summary>Reports for tests of what keeps them.</summary>
public static class SomeReports
{
    /// <summary>A report with files, which its manifest vouches for; one page of text when none are given.</summary>
    public static (KeptReport Report, Dictionary<string, byte[]> Files) Make(
        string id, string text = "text", string agency = AgencyScope.CitySoc, int made = 0, IReadOnlyList<(string Name, byte[] Content)>? files = null)
    {
        files ??= [("report.html", Encoding.UTF8.GetBytes(text))];
        KeptReport report = new()
        {
            Id = id,
            Report = id[..id.LastIndexOf('-')],
            Title = "Báo cáo",
            Language = "vi",
            Agency = agency,
            From = Some.Time.AddDays(-1),
            To = Some.Time,
            TimeZone = "Asia/Ho_Chi_Minh",
            MadeAt = Some.Time.AddSeconds(made),
            Schedule = "daily-brief/soc/vi",
            Due = Some.Time,
            MadeUp = true,
            Generator = "test",
            PdfNotice = "none",
            Files = [.. files.Select(static f => new KeptFile(f.Name, "text/plain", f.Content.LongLength, Convert.ToHexStringLower(SHA256.HashData(f.Content)), f.Content.Length == 1 ? 1 : null))],
        };
        Dictionary<string, byte[]> all = files.ToDictionary(static f => f.Name, static f => f.Content);
        all[KeptReport.Manifest] = JsonSerializer.SerializeToUtf8Bytes(report);
        return (report, all);
    }
}
