namespace SocDetect.Matching;

/// <summary>What one node of a condition found in an event.</summary>
/// <param name="Node">The node as text.</param>
/// <param name="IsMet">Its verdict.</param>
/// <param name="Found">What was seen, in words: the values, that the field is absent, that only case differs.</param>
/// <param name="Parts">Its children, every one evaluated.</param>
public sealed record Explanation(string Node, bool IsMet, string Found, IReadOnlyList<Explanation> Parts)
{
    /// <summary>The tree as indented lines.</summary>
    public override string ToString() => string.Join('\n', Lines(0));

    private IEnumerable<string> Lines(int depth)
    {
        yield return $"{new string(' ', depth * 2)}{(IsMet ? "yes" : "no ")} {Node}{(Found.Length == 0 ? "" : $"  ({Found})")}";
        foreach (string line in Parts.SelectMany(p => p.Lines(depth + 1)))
            yield return line;
    }
}
