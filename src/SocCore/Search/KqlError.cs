namespace SocCore.Search;

/// <summary>Why a query cannot be read.</summary>
/// <param name="Position">Offset of the first character that is wrong, from 0; the length of the query when it ends too early.</param>
/// <param name="Message">What is wrong, with the cure.</param>
/// <param name="Expected">What could stand there.</param>
public sealed record KqlError(int Position, string Message, IReadOnlyList<string> Expected)
{
    /// <inheritdoc/>
    public override string ToString() => $"at {Position}: {Message}";
}
