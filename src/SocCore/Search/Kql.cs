using System.Diagnostics.CodeAnalysis;
using SocCore.Conditions;

namespace SocCore.Search;

/// <summary>
/// Reads queries as analysts type them: <c>field:value</c> with <c>*</c> and <c>?</c>, quotes, <c>field:(a or b)</c>,
/// <c>&gt; &gt;= &lt; &lt;=</c>, networks, <c>field:*</c>, <c>not</c>, <c>and</c>, <c>or</c>, words without a field.
/// What stands side by side is joined by <c>and</c>; <c>and</c> binds tighter than <c>or</c>.
/// </summary>
public static class Kql
{
    /// <summary>The longest query that is read.</summary>
    public const int MaxLength = 4_096;

    /// <summary>How deep parentheses and <c>not</c> may nest.</summary>
    public const int MaxDepth = 32;

    /// <summary>The most values that a query may name.</summary>
    public const int MaxLeaves = 512;

    /// <summary>Reads a query; the empty one is met by everything.</summary>
    /// <param name="text">The query.</param>
    /// <param name="schema">The fields that it may name.</param>
    /// <param name="now">What <c>now</c> means.</param>
    /// <param name="condition">What it asks.</param>
    /// <param name="error">Why it cannot be read.</param>
    public static bool TryParse(
        string text, KqlSchema schema, DateTimeOffset now, [NotNullWhen(true)] out Condition? condition, [NotNullWhen(false)] out KqlError? error)
    {
        condition = null;
        if (text.Length > MaxLength)
        {
            error = new KqlError(MaxLength, $"The query has {text.Length} characters; the most is {MaxLength}. Ask for less at once.", []);
            return false;
        }

        try
        {
            condition = new KqlParser(text, schema, new KqlLeaves(now)).Parse();
            error = null;
            return true;
        }
        catch (KqlSyntaxException e)
        {
            error = e.Error;
            return false;
        }
    }

    /// <summary>Writes a condition as a query that reads back as the same condition; false when queries cannot say it.</summary>
    public static bool TryPrint(Condition condition, [NotNullWhen(true)] out string? text)
    {
        text = KqlPrinter.Print(condition);
        return text is not null;
    }
}
