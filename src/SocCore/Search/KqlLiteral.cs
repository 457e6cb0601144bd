using SocCore.Conditions;

namespace SocCore.Search;

/// <summary>One value as it was written.</summary>
/// <param name="Pattern">The value with its wildcards; quoted text has none.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="IsQuoted">Whether it stood in quotes.</param>
internal readonly record struct KqlLiteral(TextPattern Pattern, int Position, bool IsQuoted)
{
    /// <summary>The text of a value without wildcards; with them, as Sigma would write it.</summary>
    public string Text => Pattern.IsLiteral ? Pattern.Literal : Pattern.ToString();
}
