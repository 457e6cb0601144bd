using SocCore.Conditions;

namespace SocCollector.Sources;

/// <summary>One alternative of what a source takes; a part that is null does not matter, the others must all hold.</summary>
internal sealed record Claim
{
    public string[]? Listeners { get; init; }

    public string[]? Wires { get; init; }

    public Network[]? Peers { get; init; }

    public TextPattern[]? Hosts { get; init; }

    /// <summary>Programs, lower case.</summary>
    public string[]? Programs { get; init; }

    /// <summary>Beginnings of programs, lower case.</summary>
    public byte[][]? ProgramStarts { get; init; }

    public int[]? Facilities { get; init; }

    public byte[][]? Starts { get; init; }

    public byte[][]? Contains { get; init; }

    public PathGlob[]? Files { get; init; }

    public JsonMarker[]? Markers { get; init; }

    /// <summary>How many parts it has: the claim with more parts wins.</summary>
    public int Parts { get; init; }

    /// <summary>Where it is written.</summary>
    public SocCore.Yaml.YamlPosition Position { get; init; }

    /// <summary>The claim's parts as text, by which two equal claims are found.</summary>
    public string Signature { get; init; } = "";

    /// <summary>Whether the parts that do not depend on who sent the record hold.</summary>
    public bool Fits(in ClaimView view)
    {
        ReadOnlySpan<byte> content = view.Content;
        return (ProgramStarts is null || StartsWithAny(view.Program, ProgramStarts))
            && (Facilities is null || Array.IndexOf(Facilities, view.Facility) >= 0)
            && (Starts is null || StartsWithAny(content, Starts))
            && (Hosts is null || FitsAny(view.Host, Hosts))
            && (Contains is null || ContainsAny(content, Contains))
            && (Markers is null || MarksAny(content, Markers));
    }

    private static bool StartsWithAny(ReadOnlySpan<byte> text, byte[][] starts)
    {
        foreach (byte[] start in starts)
        {
            if (text.StartsWith(start))
                return true;
        }

        return false;
    }

    private static bool FitsAny(ReadOnlySpan<byte> text, TextPattern[] patterns)
    {
        foreach (TextPattern pattern in patterns)
        {
            if (pattern.Matches(text, cased: false))
                return true;
        }

        return false;
    }

    private static bool ContainsAny(ReadOnlySpan<byte> text, byte[][] parts)
    {
        foreach (byte[] part in parts)
        {
            if (text.IndexOf(part) >= 0)
                return true;
        }

        return false;
    }

    private static bool MarksAny(ReadOnlySpan<byte> content, JsonMarker[] markers)
    {
        foreach (JsonMarker marker in markers)
        {
            if (marker.Fits(content))
                return true;
        }

        return false;
    }
}
