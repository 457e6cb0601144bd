using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Elastic.State;

/// <summary>A dead letter as a document: what is searched as fields, the record itself in an object that is kept and not indexed.</summary>
internal static class LetterDocument
{
    private const int LongestPiece = 4_000;

    /// <summary>The longest reason that is looked for as a whole; of longer ones the beginning.</summary>
    public const int LongestSought = 200;

    public static JsonObject Of(DeadLetter letter)
    {
        JsonObject kept = new()
        {
            ["bytes"] = Convert.ToBase64String(letter.Bytes.Span),
            ["name"] = Convert.ToBase64String(letter.Name.Span),
            ["listener"] = letter.Listener,
            ["peer"] = letter.Peer,
            ["reason"] = letter.Reason,
        };
        JsonObject document = new()
        {
            ["id"] = IdOf(letter.Id),
            ["received"] = letter.ReceivedAt.UtcTicks,
            ["agency"] = letter.Agency,
            ["stage"] = letter.Stage,
            ["reason"] = new JsonArray([.. Pieces(letter.Reason).Select(static p => (JsonNode)p)]),
            ["tries"] = letter.Tries,
            ["doc"] = kept,
        };
        if (letter.Source is { } source)
            document["source"] = source;
        if (letter.ReplayedAt is { } replayed)
            document["replayed"] = replayed.UtcTicks;
        return document;
    }

    public static DeadLetter Read(JsonElement source)
    {
        JsonElement kept = source.GetProperty("doc");
        return new DeadLetter
        {
            Id = EventId.FromGuid(Guid.ParseExact(source.GetProperty("id").GetString()!, "N")),
            Bytes = kept.GetProperty("bytes").GetBytesFromBase64(),
            Name = kept.GetProperty("name").GetBytesFromBase64(),
            Listener = kept.GetProperty("listener").GetString()!,
            Peer = kept.GetProperty("peer").GetString()!,
            Source = source.TryGetProperty("source", out JsonElement claimed) ? claimed.GetString() : null,
            Agency = source.GetProperty("agency").GetString()!,
            Stage = source.GetProperty("stage").GetString()!,
            Reason = kept.GetProperty("reason").GetString()!,
            ReceivedAt = new DateTimeOffset(source.GetProperty("received").GetInt64(), TimeSpan.Zero),
            Tries = source.GetProperty("tries").GetInt32(),
            ReplayedAt = source.TryGetProperty("replayed", out JsonElement at) ? new DateTimeOffset(at.GetInt64(), TimeSpan.Zero) : null,
        };
    }

    /// <summary>Hexadecimal, so that ids sort as text as they sort as numbers.</summary>
    public static string IdOf(EventId id) => id.ToGuid().ToString("N", CultureInfo.InvariantCulture);

    /// <summary>A term has its length; pieces of a longer reason overlap by what may be looked for.</summary>
    private static IEnumerable<string> Pieces(string reason)
    {
        for (int at = 0; at == 0 || at < reason.Length - LongestSought; at += LongestPiece - LongestSought)
            yield return reason.Substring(at, Math.Min(LongestPiece, reason.Length - at));
    }
}
