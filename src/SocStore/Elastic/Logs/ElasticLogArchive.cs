using System.Buffers;
using System.Text.Json;
using SocCore.Ports;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Logs;

/// <summary>The service's own log in the data stream <c>logs-soc.app-&lt;namespace&gt;</c>. Sent once: what is lost stands on the console.</summary>
internal sealed class ElasticLogArchive(ElasticGateway gateway) : ILogArchive
{
    private readonly string _path = $"logs-soc.app-{Uri.EscapeDataString(gateway.Options.Namespace)}/_bulk?filter_path=errors,items.*.error.reason";

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> documents, CancellationToken cancel)
    {
        ArrayBufferWriter<byte> lines = new(documents.Sum(static d => d.Length + 20));
        foreach (ReadOnlyMemory<byte> document in documents)
        {
            lines.Write("{\"create\":{}}\n"u8);
            lines.Write(document.Span);
            lines.Write("\n"u8);
        }

        try
        {
            using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Lines(_path, lines.WrittenMemory), cancel).ConfigureAwait(false);
            if (answer.Root.TryGetProperty("errors", out JsonElement errors) && errors.GetBoolean())
                throw new IOException($"Log lines were refused by the store, first: {ReasonOf(answer.Root)}");
        }
        catch (ElasticException e)
        {
            throw new IOException($"The log was not stored: {e.Message}", e);
        }
    }

    private static string ReasonOf(JsonElement answer)
    {
        foreach (JsonElement item in answer.GetProperty("items").EnumerateArray())
        {
            if (item.TryGetProperty("create", out JsonElement create) && create.TryGetProperty("error", out JsonElement error))
                return error.GetProperty("reason").GetString() ?? "";
        }

        return "no reason given";
    }
}
