namespace SocCore.Search;

/// <summary>A time in a query.</summary>
/// <param name="Start">The instant, or the first of the day.</param>
/// <param name="End">The first instant after the day; null for an instant.</param>
internal readonly record struct KqlMoment(DateTimeOffset Start, DateTimeOffset? End);
