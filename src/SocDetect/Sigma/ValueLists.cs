namespace SocDetect.Sigma;

/// <summary>
/// The lists behind <c>%name%</c> placeholders: <c>name.txt</c>, one value a line with Sigma's wildcards and escapes, empty
/// lines and lines that begin with <c>#</c> left out.
/// </summary>
internal sealed class ValueLists
{
    private readonly Dictionary<string, IReadOnlyList<string>> _lists = new(StringComparer.Ordinal);

    /// <summary>The names, for messages.</summary>
    public IEnumerable<string> Names => _lists.Keys.Order(StringComparer.Ordinal);

    public static ValueLists Load(IEnumerable<string> files)
    {
        ValueLists lists = new();
        foreach (string file in files)
        {
            lists._lists[Path.GetFileNameWithoutExtension(file)] =
                [.. File.ReadLines(file).Select(static l => l.Trim()).Where(static l => l.Length > 0 && l[0] != '#')];
        }

        return lists;
    }

    public bool TryGet(string name, out IReadOnlyList<string> values) =>
        _lists.TryGetValue(name, out values!);
}
