using System.Text.Json;
using System.Text.Json.Nodes;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Events;

/// <summary>A view of the streams that does not change while pages of it are read; closed in every case.</summary>
internal sealed class PointInTime : IAsyncDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(1);

    /// <summary>OpenSearch's words where a pattern matches no stream: it makes no view, and fails on the id of none.</summary>
    private const string NothingToView = "invalid id: [null]";

    private readonly ElasticGateway _gateway;
    private readonly ElasticDialect _dialect;

    private PointInTime(ElasticGateway gateway, ElasticDialect dialect, string id)
    {
        _gateway = gateway;
        _dialect = dialect;
        Id = id;
    }

    /// <summary>The newest id: an answer may name another than was asked with.</summary>
    public string Id { get; private set; }

    /// <summary>Opens one; null when there is no stream yet.</summary>
    public static async Task<PointInTime?> OpenAsync(ElasticGateway gateway, string target, CancellationToken cancel)
    {
        ElasticDialect dialect = await gateway.ConnectAsync(cancel).ConfigureAwait(false);
        try
        {
            using ElasticResponse answer = await gateway.SendAsync(dialect.OpenPointInTime(target, KeepAlive).Expecting(404), cancel).ConfigureAwait(false);
            return answer.IsSuccess ? new PointInTime(gateway, dialect, dialect.PointInTimeId(answer.Root)) : null;
        }
        catch (ElasticException e) when (dialect.Product == ElasticProduct.OpenSearch && e is { Status: 400, Reason: NothingToView })
        {
            return null;
        }
    }

    /// <summary>Writes the part of a search that names it.</summary>
    public void Write(Utf8JsonWriter body)
    {
        body.WriteStartObject("pit");
        body.WriteString("id", Id);
        body.WriteString("keep_alive", "1m");
        body.WriteEndObject();
    }

    /// <summary>The same as a node.</summary>
    public JsonObject ToJson() => new() { ["id"] = Id, ["keep_alive"] = "1m" };

    /// <summary>Takes the id that an answer names.</summary>
    public void Follow(JsonElement answer)
    {
        if (answer.TryGetProperty("pit_id", out JsonElement id) && id.GetString() is { } newest)
            Id = newest;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            (await _gateway.SendAsync(_dialect.ClosePointInTime(Id), CancellationToken.None).ConfigureAwait(false)).Dispose();
        }
        catch (ElasticException)
        {
            // The server closes it by itself in a minute; what went wrong before is the news.
        }
    }
}
