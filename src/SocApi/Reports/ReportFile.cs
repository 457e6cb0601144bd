namespace SocApi.Reports;

/// <summary>A file of a kept report, ready to be sent.</summary>
/// <param name="Content">What is in it.</param>
/// <param name="DownloadName">What it is called where it is saved.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Sha256">Its SHA-256 sum; null for the manifest, which holds the others'.</param>
public sealed record ReportFile(ReadOnlyMemory<byte> Content, string DownloadName, string Type, string? Sha256);
