using SocCollector.Formats;

namespace SocCollector.Sources.Language;

/// <summary>
/// Gives out the places of decoded names while a mapping is compiled. What a closed format does not have is a problem at
/// load; open formats take every name.
/// </summary>
internal sealed class Names(ContentDecoder decoder)
{
    private static readonly string[] AboutContext = ["line", "peer", "listener", "file", "syslog.facility", "syslog.severity"];
    private readonly List<string> _open = [];

    /// <summary>Whether something around the record was asked for.</summary>
    public bool ReadsContext { get; private set; }

    /// <summary>Where the format itself states the event's time.</summary>
    public string? TimeName => decoder.TimeName;

    /// <summary>How it writes it.</summary>
    public TimeFormat TimeFormat => decoder.TimeFormat;

    /// <summary>The names that are not fixed, in the order of their places.</summary>
    public IReadOnlyList<string> Open => _open;

    /// <summary>The place of a name; −1 and the problem in words when there is none.</summary>
    public int Of(string name, out string? problem)
    {
        problem = null;
        int common = Array.IndexOf(Slot.Names, name);
        if (common >= 0)
        {
            ReadsContext |= AboutContext.Contains(name);
            return common;
        }

        for (int i = 0; i < decoder.Names.Count; i++)
        {
            if (decoder.Names[i] == name)
                return Slot.First + i;
        }

        if (!decoder.IsOpen && !name.StartsWith("sd.", StringComparison.Ordinal))
        {
            problem = $"The format has no field '{name}'; it has {string.Join(", ", decoder.Names.Concat(Slot.Names))}.";
            return -1;
        }

        int at = _open.IndexOf(name);
        if (at < 0)
        {
            at = _open.Count;
            _open.Add(name);
        }

        return Slot.First + decoder.Names.Count + at;
    }
}
