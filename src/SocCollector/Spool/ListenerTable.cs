using System.Text;

namespace SocCollector.Spool;

/// <summary>
/// The names of listeners by the index that records carry. The file only grows, so a record means the same after the
/// settings were changed: one line a listener, <c>id TAB wire</c>.
/// </summary>
internal sealed class ListenerTable
{
    private readonly string _path;
    private readonly Lock _gate = new();
    private volatile ListenerName[] _names;

    public ListenerTable(string folder)
    {
        _path = Path.Combine(folder, "listeners");
        _names = File.Exists(_path) ? Read(_path) : [];
    }

    /// <summary>The listener of that index; one without a name when a foreign file holds it.</summary>
    public ListenerName this[int index] => (uint)index < (uint)_names.Length ? _names[index] : ListenerName.Unknown;

    /// <summary>The index of a listener; a new one is written down before it is used.</summary>
    public ushort IndexOf(string id, string wire)
    {
        ListenerName name = new(id, wire);
        lock (_gate)
        {
            int at = Array.IndexOf(_names, name);
            if (at >= 0)
                return (ushort)at;
            if (_names.Length > ushort.MaxValue)
                throw new InvalidOperationException($"The spool knows {_names.Length} listeners; '{id}' cannot be added. Let the spool run empty and delete '{_path}'.");
            ListenerName[] grown = [.. _names, name];
            AtomicFile.Write(_path, Encoding.UTF8.GetBytes(string.Concat(grown.Select(static n => $"{n.Id}\t{n.Wire}\n"))));
            _names = grown;
            return (ushort)(grown.Length - 1);
        }
    }

    /// <summary>The index of a listener by its id alone; one is added when the table does not know it.</summary>
    public ushort IndexOf(string id)
    {
        int at = Array.FindLastIndex(_names, n => n.Id == id);
        return at >= 0 ? (ushort)at : IndexOf(id, ListenerName.Unknown.Wire);
    }

    private static ListenerName[] Read(string path) =>
        [.. File.ReadAllLines(path).Select(static line => line.Split('\t') is [string id, string wire] ? new ListenerName(id, wire) : ListenerName.Unknown)];
}
