using System.Text;
using SocApi.Desk;
using SocCore.Storage;

namespace SocApi.Contracts;

/// <summary>A record that could not be read.</summary>
/// <param name="Id">The id that its event will have.</param>
/// <param name="Listener">Where it came in.</param>
/// <param name="Peer">Who sent it.</param>
/// <param name="Source">The source that claimed it.</param>
/// <param name="Agency">Whose it is.</param>
/// <param name="Stage">Where it failed.</param>
/// <param name="Reason">Why.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="ReplayedAt">When a replay stored it.</param>
/// <param name="Bytes">Its bytes, Base64; null unless the caller may read original lines.</param>
/// <param name="Text">The same as text, where it is UTF-8.</param>
internal sealed record DeadLetterResource(
    string Id, string Listener, string Peer, string? Source, string Agency, string Stage, string Reason, DateTimeOffset ReceivedAt, int Tries,
    DateTimeOffset? ReplayedAt, string? Bytes, string? Text)
{
    /// <summary>The document of a dead letter.</summary>
    public static DeadLetterResource Of(DeadLetterView view)
    {
        DeadLetter letter = view.Letter;
        bool isText = view.WithBytes && System.Text.Unicode.Utf8.IsValid(letter.Bytes.Span);
        return new DeadLetterResource(
            letter.Id.ToString(), letter.Listener, letter.Peer, letter.Source, letter.Agency, letter.Stage, letter.Reason, letter.ReceivedAt, letter.Tries, letter.ReplayedAt,
            view.WithBytes ? Convert.ToBase64String(letter.Bytes.Span) : null,
            isText ? Encoding.UTF8.GetString(letter.Bytes.Span) : null);
    }
}
