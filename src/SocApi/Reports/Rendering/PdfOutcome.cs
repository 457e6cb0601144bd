namespace SocApi.Reports.Rendering;

/// <summary>A PDF, or why there is none.</summary>
/// <param name="Content">The PDF; null when there is none.</param>
/// <param name="Notice">Why there is none; null when there is one.</param>
internal sealed record PdfOutcome(byte[]? Content, string? Notice);
