namespace SocHost.Kibana.Content;

/// <summary>A grouping of documents.</summary>
/// <param name="Kind">How they are grouped.</param>
/// <param name="Field">The field; null with named queries.</param>
/// <param name="Top">How many values.</param>
/// <param name="Title">What the column is called.</param>
/// <param name="Filters">The named queries.</param>
internal sealed record BucketSource(BucketKind Kind, string? Field, int Top, LocalText Title, IReadOnlyList<NamedQuery> Filters);
