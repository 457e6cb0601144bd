namespace SocCore.Search;

/// <summary>Leaves the descent at the first error; never leaves <see cref="Kql"/>.</summary>
internal sealed class KqlSyntaxException(KqlError error) : Exception(error.Message)
{
    public KqlError Error { get; } = error;

    public static KqlSyntaxException At(int position, string message, params string[] expected) =>
        new(new KqlError(position, message, expected));
}
