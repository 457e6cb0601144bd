using System.Text.Json;

namespace SocStore.Elastic.Gateway;

/// <summary>An answer; its JSON lies in pooled memory until it is disposed.</summary>
internal sealed class ElasticResponse(int status, JsonDocument? body) : IDisposable
{
    /// <summary>The HTTP status: below 400, or one of those that the call expected.</summary>
    public int Status { get; } = status;

    /// <summary>Whether the status is below 400.</summary>
    public bool IsSuccess => Status < 400;

    /// <summary>The body; of kind Undefined when there is none.</summary>
    public JsonElement Root => body?.RootElement ?? default;

    public void Dispose() => body?.Dispose();
}
