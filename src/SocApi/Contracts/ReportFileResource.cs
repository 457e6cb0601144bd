namespace SocApi.Contracts;

/// <summary>A file of a report and where to fetch it.</summary>
internal sealed record ReportFileResource(string Name, string Type, long Bytes, string Sha256, int? Rows, string Href);
