using System.Text.RegularExpressions;

namespace SocCore.Conditions;

/// <summary>The regular expression is found in a value (search, not whole value). Linear time: non-backtracking only.</summary>
public sealed record RegexLeaf : Condition
{
    private readonly Regex _regex;

    /// <summary>Compiles the expression.</summary>
    /// <exception cref="ArgumentException">It is not in the language, or needs backtracking.</exception>
    public RegexLeaf(FieldRef field, string pattern, RegexOptions options = RegexOptions.None)
    {
        Field = field;
        Pattern = pattern;
        Options = options & (RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.Singleline);
        try
        {
            _regex = new Regex(pattern, Options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException($"The regular expression '{pattern}' needs backtracking: {e.Message}", nameof(pattern), e);
        }
    }

    /// <summary>Which field.</summary>
    public FieldRef Field { get; }

    /// <summary>The expression as it was written.</summary>
    public string Pattern { get; }

    /// <summary>IgnoreCase, Multiline, Singleline.</summary>
    public RegexOptions Options { get; }

    /// <summary>Whether the expression is found.</summary>
    public bool IsFoundIn(ReadOnlySpan<char> value) => _regex.IsMatch(value);

    /// <inheritdoc/>
    public override T Accept<T>(ConditionVisitor<T> visitor) => visitor.Visit(this);

    /// <inheritdoc/>
    public bool Equals(RegexLeaf? other) =>
        other is not null && Field == other.Field && Pattern == other.Pattern && Options == other.Options;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Field, Pattern, Options);
}
