namespace SocHost.Kibana.Content;

/// <summary>A measured value.</summary>
/// <param name="Kind">What is measured.</param>
/// <param name="Field">Of which field; null when documents are counted.</param>
/// <param name="Where">KQL: only of documents that meet it; empty for all.</param>
/// <param name="Title">What the column is called.</param>
/// <param name="Format">number, bytes or percent; null leaves it to the field.</param>
internal sealed record MeasureSource(MeasureKind Kind, string? Field, string Where, LocalText Title, string? Format);
