using System.Text.Json;

namespace SocApi.Http;

/// <summary>The content of a request: exactly the members that are known, each of its type, none twice.</summary>
/// <param name="Value">The content.</param>
/// <param name="Root">The same as it was written, where it matters whether a member was there.</param>
internal sealed record JsonBody<T>(T Value, JsonElement Root)
    where T : class
{
    /// <summary>Whether a member was sent as null.</summary>
    public bool IsNull(string member) => Root.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.Null;
}
