namespace SocCollector.Sources;

/// <summary>A path with wildcards: <c>**</c> any folders, <c>*</c> and <c>?</c> within a name.</summary>
internal sealed class PathGlob(string pattern)
{
    private readonly string[] _parts = pattern.Replace('\\', '/').Split('/');

    /// <summary>Whether the path fits as a whole; a pattern that begins with neither <c>/</c> nor <c>**</c> fits anywhere.</summary>
    public bool Fits(string path)
    {
        string[] names = path.Replace('\\', '/').Split('/');
        if (_parts[0].Length > 0 && _parts[0] != "**")
        {
            for (int start = 0; start < names.Length; start++)
            {
                if (Fits(0, names, start))
                    return true;
            }

            return false;
        }

        return Fits(0, names, 0);
    }

    /// <inheritdoc/>
    public override string ToString() => pattern;

    private bool Fits(int part, string[] names, int name)
    {
        if (part == _parts.Length)
            return name == names.Length;
        if (_parts[part] == "**")
        {
            for (int next = name; next <= names.Length; next++)
            {
                if (Fits(part + 1, names, next))
                    return true;
            }

            return false;
        }

        return name < names.Length && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(_parts[part], names[name], ignoreCase: false)
            && Fits(part + 1, names, name + 1);
    }
}
