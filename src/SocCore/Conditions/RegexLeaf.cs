using System.Text.RegularExpressions;

namespace SocCore.Conditions;

/// <summary>The regular expression is found in a value (search, not whole value). Linear time: non-backtracking only.</summary>
public sealed record RegexLeaf : Condition
{
    private Regex? _regex;

    /// <summary>Checks the expression.</summary>
    /// <exception cref="ArgumentException">It is not in the language, or needs backtracking.</exception>
    public RegexLeaf(FieldRef field, string pattern, RegexOptions options = RegexOptions.None)
    {
        Field = field;
        Pattern = pattern;
        Options = options & (RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.Singleline);
        if (MayNeedBacktracking(pattern))
            _regex = Compile();
        else
            _ = new Regex(pattern, Options | RegexOptions.CultureInvariant);
    }

    /// <summary>Which field.</summary>
    public FieldRef Field { get; }

    /// <summary>The expression as it was written.</summary>
    public string Pattern { get; }

    /// <summary>IgnoreCase, Multiline, Singleline.</summary>
    public RegexOptions Options { get; }

    /// <summary>Whether the expression is found.</summary>
    public bool IsFoundIn(ReadOnlySpan<char> value) => (_regex ??= Compile()).IsMatch(value);

    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);

    /// <inheritdoc/>
    public bool Equals(RegexLeaf? other) =>
        other is not null && Field == other.Field && Pattern == other.Pattern && Options == other.Options;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Field, Pattern, Options);

    /// <summary>
    /// Whether something in the text could be a construct that only backtracking can do: the linear engine knows, but it
    /// takes a thousand times as long as the parser alone to say so, and most expressions of a rule set never run.
    /// </summary>
    private static bool MayNeedBacktracking(string pattern)
    {
        for (int i = 0; i + 1 < pattern.Length; i++)
        {
            char next = pattern[i + 1];
            if (pattern[i] == '\\' && (char.IsAsciiDigit(next) || next is 'k' or 'G'))
                return true;
            if (pattern[i] == '(' && next == '?' && (i + 2 == pattern.Length || pattern[i + 2] is not (':' or 'i' or 'm' or 's' or '-')))
                return true;
        }

        return false;
    }

    private Regex Compile()
    {
        try
        {
            return new Regex(Pattern, Options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException($"The regular expression '{Pattern}' needs backtracking: {e.Message}", "pattern", e);
        }
    }
}
