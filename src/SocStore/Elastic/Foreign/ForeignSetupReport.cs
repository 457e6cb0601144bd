namespace SocStore.Elastic.Foreign;

/// <summary>What the setup for foreign events found and did.</summary>
/// <param name="Pipeline">The pipeline that sets <c>event.ingested</c>.</param>
/// <param name="Outcome">created, updated or unchanged.</param>
/// <param name="Indices">The indices that there are, and their final pipelines.</param>
/// <param name="Todo">What remains for whoever owns the templates, so that indices to come have the pipeline too.</param>
public sealed record ForeignSetupReport(string Pipeline, string Outcome, IReadOnlyList<ForeignIndexSetup> Indices, IReadOnlyList<string> Todo);
