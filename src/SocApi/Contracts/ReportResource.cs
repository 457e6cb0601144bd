using SocCore.Storage;

namespace SocApi.Contracts;

/// <summary>A kept report.</summary>
internal sealed record ReportResource(
    string Id, string Report, string Title, string Language, Reference Agency, DateTimeOffset From, DateTimeOffset To, string TimeZone, DateTimeOffset MadeAt, string? Schedule, DateTimeOffset? Due,
    bool MadeUp, string Generator, string? PdfNotice, string Manifest, IReadOnlyList<ReportFileResource> Files)
{
    /// <summary>The document of a report.</summary>
    public static ReportResource Of(KeptReport r) => new(
        r.Id, r.Report, r.Title, r.Language, new Reference(r.Agency), r.From, r.To, r.TimeZone, r.MadeAt, r.Schedule, r.Due, r.MadeUp, r.Generator, r.PdfNotice, Href(r, KeptReport.Manifest),
        [.. r.Files.Select(f => new ReportFileResource(f.Name, f.Type, f.Bytes, f.Sha256, f.Rows, Href(r, f.Name)))]);

    private static string Href(KeptReport report, string name) => $"/api/v1/reports/{report.Id}/files/{name}";
}
