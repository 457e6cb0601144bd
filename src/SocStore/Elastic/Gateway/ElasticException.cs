using System.Net;
using System.Text.Json;
using SocCore.Storage;

namespace SocStore.Elastic.Gateway;

/// <summary>A call that a server refused or that no server answered; the message names the call, the reason and the cure.</summary>
public sealed class ElasticException : StoreException
{
    /// <summary>Makes one.</summary>
    public ElasticException()
    {
    }

    /// <summary>Makes one that says what happened: no server answered.</summary>
    public ElasticException(string message)
        : base(message) => Reason = message;

    /// <summary>Makes one with its cause: no server answered.</summary>
    public ElasticException(string message, Exception inner)
        : base(message, inner) => Reason = inner.Message;

    private ElasticException(string message, int status, string type, string reason, ElasticFailure failure)
        : base(message) => (Status, Type, Reason, Failure) = (status, type, reason, failure);

    /// <summary>The HTTP status; 0 when there was no answer.</summary>
    public int Status { get; }

    /// <summary>The server's name of the error, such as <c>index_not_found_exception</c>.</summary>
    public string Type { get; } = "unreachable";

    /// <summary>The server's own words.</summary>
    public string Reason { get; } = "no node answered";

    /// <summary>What it means for the caller.</summary>
    public ElasticFailure Failure { get; } = ElasticFailure.Unreachable;

    /// <summary>Whether the trouble is of the whole store and passes, by itself or by an operator: nothing that was to be written may be given up.</summary>
    public bool IsOutage => Failure is ElasticFailure.Unreachable or ElasticFailure.Busy or ElasticFailure.Denied or ElasticFailure.Blocked or ElasticFailure.Broken;

    /// <summary>The error of an answer.</summary>
    internal static ElasticException Of(string call, int status, JsonElement body)
    {
        (string type, string reason) = Words(status, body);
        ElasticFailure failure = Classify(status, type);
        return new ElasticException($"{call} was answered with {status} {type}: {reason}{Cure(failure)}", status, type, reason, failure);
    }

    /// <summary>Items of an answer that were not taken because of too much work.</summary>
    internal static ElasticException Busy(string reason) =>
        new($"The store has too much to do: {reason}.", 429, "es_rejected_execution_exception", reason, ElasticFailure.Busy);

    /// <summary>What a status and the server's name of an error mean; the same for a whole answer and for one item of a bulk.</summary>
    internal static ElasticFailure Classify(int status, string type) => status switch
    {
        401 => ElasticFailure.Denied,
        403 => type == "cluster_block_exception" ? ElasticFailure.Blocked : ElasticFailure.Denied,
        404 => ElasticFailure.NotFound,
        409 => ElasticFailure.Conflict,
        413 => ElasticFailure.TooLarge,
        408 or 429 or 502 or 503 or 504 => ElasticFailure.Busy,
        >= 400 and < 500 => ElasticFailure.Refused,
        _ => ElasticFailure.Broken,
    };

    private static (string Type, string Reason) Words(int status, JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out JsonElement error))
        {
            if (error.ValueKind == JsonValueKind.String)
                return ("error", error.GetString()!);
            if (error.ValueKind == JsonValueKind.Object)
                return (Text(error, "type") ?? "error", Text(error, "reason") ?? "no reason is given");
        }

        return ("error", ((HttpStatusCode)status).ToString());
    }

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Cure(ElasticFailure failure) => failure switch
    {
        ElasticFailure.Denied => ". Check the key or the user of the store settings, and what its role may do.",
        ElasticFailure.Blocked => ". Free disk space or lift the block of the index; delivery goes on by itself then.",
        _ => ".",
    };
}
