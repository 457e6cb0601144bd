using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SocCore.Events;

/// <summary>
/// The table of all field names of the process. It only grows: ECS, the city's and the product's fields first, in the
/// order of their paths, then what sources and rules name. Readers take no lock.
/// </summary>
public static class Fields
{
    /// <summary>The most names a process knows; what comes after goes to <c>city.unmapped</c>, so hostile keys cannot fill the memory.</summary>
    public const int Limit = 50_000;

    private static readonly Lock Gate = new();
    private static volatile State _state = Load();

    /// <summary>The number of fields that ECS, the city and the product declare.</summary>
    public static int DeclaredCount { get; } = _state.Count;

    /// <summary>All fields known now.</summary>
    public static int Count => _state.Count;

    /// <summary>The field of that id.</summary>
    public static Field ById(int id) => _state.Items[id];

    /// <summary>Where the field stands when all known fields are sorted by path; stable until another name is interned.</summary>
    internal static int[] Ranks() => _state.Ranks;

    /// <summary>Finds a known field.</summary>
    public static Field? Find(ReadOnlySpan<byte> utf8Name) => _state.Find(utf8Name);

    /// <summary>Finds a known field.</summary>
    public static Field? Find(string name) => _state.Find(Encoding.UTF8.GetBytes(name));

    /// <summary>The field of that name, interned when new. For names that people write: rules, sources, settings.</summary>
    /// <exception cref="InvalidOperationException">The table is full.</exception>
    public static Field Get(string name, FieldType type = FieldType.Keyword) =>
        TryIntern(Encoding.UTF8.GetBytes(name), out Field? field, type)
            ? field
            : throw new InvalidOperationException($"The table of field names is full ({Limit}); '{name}' cannot be added. Restart with fewer sources or rules.");

    /// <summary>The field of that name, interned when new; false when the table is full. For names that arrive from outside.</summary>
    public static bool TryIntern(ReadOnlySpan<byte> utf8Name, [NotNullWhen(true)] out Field? field, FieldType type = FieldType.Keyword)
    {
        field = _state.Find(utf8Name);
        if (field is not null)
            return true;
        lock (Gate)
        {
            State state = _state;
            field = state.Find(utf8Name);
            if (field is not null)
                return true;
            if (state.Count >= Limit)
                return false;
            field = new Field(state.Count, Encoding.UTF8.GetString(utf8Name), type, isArray: false, isDeclared: false);
            _state = state.With(field);
            return true;
        }
    }

    /// <summary>The rows of the embedded lists: name, type in ECS's words, whether it is an array.</summary>
    internal static List<(string Name, string Type, bool IsArray)> ReadDeclared()
    {
        List<(string Name, string Type, bool IsArray)> rows = [];
        foreach (string resource in (string[])["ecs.tsv", "city-fields.tsv"])
        {
            using Stream stream = typeof(Fields).Assembly.GetManifestResourceStream(resource)!;
            using StreamReader reader = new(stream);
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith('#') || line.Length == 0)
                    continue;
                string[] parts = line.Split('\t');
                rows.Add((parts[0], parts[1], parts[2] == "array"));
            }
        }

        rows.Sort(static (a, b) => ComparePaths(a.Name.Split('.'), b.Name.Split('.')));
        return rows;
    }

    private static State Load()
    {
        List<(string Name, string Type, bool IsArray)> rows = ReadDeclared();
        Field[] items = new Field[rows.Count];
        for (int i = 0; i < items.Length; i++)
            items[i] = new Field(i, rows[i].Name, TypeOf(rows[i].Type), rows[i].IsArray, isDeclared: true);
        return State.Of(items);
    }

    private static FieldType TypeOf(string ecs) => ecs switch
    {
        "keyword" or "constant_keyword" or "wildcard" => FieldType.Keyword,
        "match_only_text" or "text" => FieldType.Text,
        "long" or "integer" => FieldType.Long,
        "float" or "double" or "scaled_float" => FieldType.Double,
        "boolean" => FieldType.Boolean,
        "date" => FieldType.Date,
        "ip" => FieldType.Address,
        "geo_point" => FieldType.GeoPoint,
        _ => FieldType.Object,
    };

    internal static int ComparePaths(string[] a, string[] b)
    {
        for (int i = 0; i < a.Length && i < b.Length; i++)
        {
            int order = string.CompareOrdinal(a[i], b[i]);
            if (order != 0)
                return order;
        }

        return a.Length.CompareTo(b.Length);
    }

    /// <summary>One immutable snapshot: an open-addressed hash of UTF-8 names, so a look-up makes no string.</summary>
    private sealed class State
    {
        private readonly int[] _slots;
        private int[]? _ranks;

        private State(Field[] items, int count, int[] slots)
        {
            Items = items;
            Count = count;
            _slots = slots;
        }

        public Field[] Items { get; }

        public int Count { get; }

        public int[] Ranks => _ranks ??= MakeRanks();

        public static State Of(Field[] items)
        {
            int[] slots = new int[4096 * 4];
            State state = new(items, items.Length, slots);
            foreach (Field field in items)
                state.Insert(field);
            return state;
        }

        public State With(Field field)
        {
            // Items beyond Count are invisible to older snapshots, so the array is shared until it is full; so are the
            // hash slots, whose writes are atomic and only ever fill an empty place.
            Field[] items = Items;
            if (Count == items.Length)
            {
                items = new Field[Count * 2];
                Items.CopyTo(items, 0);
            }

            items[Count] = field;
            if ((Count + 1) * 2 <= _slots.Length)
            {
                State grown = new(items, Count + 1, _slots);
                grown.Insert(field);
                return grown;
            }

            State larger = new(items, Count + 1, new int[_slots.Length * 2]);
            for (int i = 0; i <= Count; i++)
                larger.Insert(items[i]);
            return larger;
        }

        public Field? Find(ReadOnlySpan<byte> name)
        {
            int mask = _slots.Length - 1;
            for (int at = (int)Hash(name) & mask; ; at = (at + 1) & mask)
            {
                int id = Volatile.Read(ref _slots[at]) - 1;
                if (id < 0)
                    return null;
                if (id < Count && Items[id].Utf8Name.AsSpan().SequenceEqual(name))
                    return Items[id];
            }
        }

        private void Insert(Field field)
        {
            int mask = _slots.Length - 1;
            int at = (int)Hash(field.Utf8Name) & mask;
            while (_slots[at] != 0)
                at = (at + 1) & mask;
            Volatile.Write(ref _slots[at], field.Id + 1);
        }

        private static uint Hash(ReadOnlySpan<byte> name)
        {
            uint hash = 2166136261;
            foreach (byte b in name)
                hash = (hash ^ b) * 16777619;
            return hash ^ (hash >> 15);
        }

        private int[] MakeRanks()
        {
            int[] order = new int[Count];
            for (int i = 0; i < order.Length; i++)
                order[i] = i;
            Array.Sort(order, (a, b) => ComparePaths(Items[a].Segments, Items[b].Segments));
            int[] ranks = new int[Count];
            for (int i = 0; i < order.Length; i++)
                ranks[order[i]] = i;
            return ranks;
        }
    }
}
