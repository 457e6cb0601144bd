using System.Text.Json.Serialization;

namespace SocApi.Contracts;

/// <summary>A page of a collection.</summary>
/// <param name="Value">The items.</param>
/// <param name="NextLink">Where the next page is; left out on the last.</param>
/// <param name="Count">How many there are in all; left out unless it was asked for and is known.</param>
internal sealed record Page<T>(
    IReadOnlyList<T> Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Count = null);
