using System.Text.Json;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Events;

/// <summary>Reads the answer of a bulk, item by item and in the order of the request.</summary>
internal static class BulkAnswer
{
    /// <summary>What of an answer is asked for: a small part of it.</summary>
    public const string FilterPath = "errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.failure_store,items.*._index";

    /// <summary>Calls back with each item's fate; type and reason are empty where it was taken.</summary>
    /// <exception cref="JsonException">The answer has not one item for each line.</exception>
    public static void Read(JsonElement answer, int count, Action<int, ItemFate, string, string> see)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("items", out JsonElement items) || items.GetArrayLength() != count)
            throw new JsonException($"The answer of a bulk of {count} has another number of items.");
        int at = 0;
        foreach (JsonElement outer in items.EnumerateArray())
        {
            JsonElement item = outer.GetProperty("create");
            int status = item.GetProperty("status").GetInt32();
            string type = "";
            string reason = "";
            if (item.TryGetProperty("error", out JsonElement error))
            {
                type = Text(error, "type");
                reason = Text(error, "reason");
            }
            else if (status < 300 && item.TryGetProperty("failure_store", out JsonElement store) && store.ValueEquals("used"))
            {
                // Somebody switched it on: what lies there is not in the stream.
                (status, type, reason) = (400, "failure_store", "the document went to the failure store of its stream");
            }

            see(at++, FateOf(status, type, reason), type, reason);
        }
    }

    /// <summary>What a status and an error type mean for the event.</summary>
    public static ItemFate FateOf(int status, string type, string reason)
    {
        if (status < 300)
            return ItemFate.Stored;
        return ElasticException.Classify(status, type) switch
        {
            ElasticFailure.Conflict => ItemFate.Existing,
            ElasticFailure.Busy => ItemFate.Busy,
            // An ingest pipeline that is not there is a fault of the settings, not of the document.
            ElasticFailure.Refused when type == "illegal_argument_exception" && reason.StartsWith("pipeline with id", StringComparison.Ordinal) => ItemFate.Outage,
            ElasticFailure.Refused or ElasticFailure.TooLarge => ItemFate.Refused,
            _ => ItemFate.Outage,
        };
    }

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
