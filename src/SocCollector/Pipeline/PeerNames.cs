using System.Text;

namespace SocCollector.Pipeline;

/// <summary>Names of senders as text, made once: the same sender follows itself, so the last one is looked at first.</summary>
internal sealed class PeerNames
{
    private const int Most = 65_536;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private byte[] _last = [];
    private string _lastName = "";

    public string NameOf(ReadOnlySpan<byte> utf8)
    {
        if (utf8.SequenceEqual(_last))
            return _lastName;
        Span<char> text = stackalloc char[Math.Min(utf8.Length, 256)];
        string name = utf8.Length <= text.Length && Encoding.UTF8.TryGetChars(utf8, text, out int length)
            ? Known(text[..length])
            : Encoding.UTF8.GetString(utf8);
        if (_last.Length != utf8.Length)
            _last = new byte[utf8.Length];
        utf8.CopyTo(_last);
        _lastName = name;
        return name;
    }

    private string Known(ReadOnlySpan<char> text)
    {
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (names.TryGetValue(text, out string? known))
            return known;
        if (_names.Count >= Most)
            _names.Clear();
        string made = text.ToString();
        _names.Add(made, made);
        return made;
    }
}
