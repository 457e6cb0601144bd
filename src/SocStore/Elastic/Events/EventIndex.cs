using SocCore.Events;
using SocStore.Elastic.Dsl;

namespace SocStore.Elastic.Events;

/// <summary>
/// How the streams of events are mapped: every field that ECS, the city or the product declares has a field of its own; all
/// others share one (<see cref="Shared"/>), a term <c>name=value</c> each, so that foreign names cost no mapping and can be
/// searched all the same. Which fields of a document are not indexed as they are is a list in it (<see cref="Odd"/>).
/// </summary>
internal sealed class EventIndex : IEventIndex
{
    /// <summary>The field whose terms are <c>name=value</c>.</summary>
    public const string Shared = "soc.fields";

    /// <summary>The field that names those of a document's fields whose values the index does not hold as they are.</summary>
    public const string Odd = "soc.odd";

    /// <summary>The longest term, in bytes: Lucene takes 32,766, and a term is met by an expression character by character.</summary>
    public const int LongestTerm = 8191;

    /// <summary><c>index.max_regex_length</c> of the templates.</summary>
    public const int RegexLength = 20_000;

    private readonly Lock _gate = new();
    private byte[] _fits = new byte[Fields.DeclaredCount];
    private IndexedField?[] _fields = new IndexedField?[Fields.DeclaredCount];

    private static readonly HashSet<string> Containers = FindContainers();

    /// <summary>None: a search that names no field is the matcher's.</summary>
    public IndexedField? AllText => null;

    /// <inheritdoc/>
    public int LongestRegex => RegexLength;

    /// <inheritdoc/>
    public int MostClauses => 1_000;

    /// <inheritdoc/>
    public int DeepestNesting => 16;

    /// <summary>Whether a declared field has declared fields below it.</summary>
    public static bool IsContainer(string name) => Containers.Contains(name);

    /// <inheritdoc/>
    public IndexedField Of(Field field)
    {
        IndexedField?[] known = Volatile.Read(ref _fields);
        if (field.Id < known.Length && known[field.Id] is { } found)
            return found;
        lock (_gate)
        {
            Grow(ref _fields, field.Id);
            return _fields[field.Id] ??= Make(field);
        }
    }

    /// <summary>What a document has to look at in the field's values.</summary>
    public EventFit FitOf(int fieldId)
    {
        byte[] known = Volatile.Read(ref _fits);
        if (fieldId < known.Length && known[fieldId] is not 0 and byte found)
            return (EventFit)found;
        lock (_gate)
        {
            Grow(ref _fits, fieldId);
            return (EventFit)(_fits[fieldId] = (byte)MakeFit(Fields.ById(fieldId)));
        }
    }

    private IndexedField Make(Field field)
    {
        IndexedAs form = FitOf(field.Id) switch
        {
            EventFit.Keyword or EventFit.Dataset => IndexedAs.Keyword,
            EventFit.Text => IndexedAs.Text,
            EventFit.Long => IndexedAs.Long,
            EventFit.Double => IndexedAs.Double,
            EventFit.Boolean => IndexedAs.Boolean,
            EventFit.Date or EventFit.Timestamp => IndexedAs.Date,
            EventFit.Address => IndexedAs.Address,
            EventFit.Geo or EventFit.Unindexed or EventFit.Spool or EventFit.Sequence => IndexedAs.Nothing,
            _ => field.Name.Contains('=', StringComparison.Ordinal) ? IndexedAs.Nothing : IndexedAs.KeyedKeyword,
        };
        if (form == IndexedAs.Nothing)
            return new IndexedField("", form);
        bool isShared = form == IndexedAs.KeyedKeyword;
        return new IndexedField(isShared ? Shared : field.Name, form)
        {
            Key = isShared ? field.Name + "=" : "",
            OddMarks = [new(Odd, field.Name)],
        };
    }

    private static EventFit MakeFit(Field field)
    {
        if (field == EcsField.Timestamp)
            return EventFit.Timestamp;
        if (field == EcsField.DataStreamDataset)
            return EventFit.Dataset;
        if (field == EcsField.SocSpool)
            return EventFit.Spool;
        if (field == EcsField.SocSequence)
            return EventFit.Sequence;
        if (field == EcsField.EventOriginal)
            return EventFit.Unindexed;
        if (field == EcsField.DataStreamType || field == EcsField.DataStreamNamespace || Containers.Contains(field.Name))
            return EventFit.Displaced;
        if (!field.IsDeclared)
            return IsDisplaced(field.Name) ? EventFit.Displaced : EventFit.Undeclared;
        return field.Type switch
        {
            FieldType.Keyword => EventFit.Keyword,
            FieldType.Text => EventFit.Text,
            FieldType.Long => EventFit.Long,
            FieldType.Double => EventFit.Double,
            FieldType.Boolean => EventFit.Boolean,
            FieldType.Date => EventFit.Date,
            FieldType.Address => EventFit.Address,
            FieldType.GeoPoint => EventFit.Geo,
            // A bare value cannot stand where an object is expected.
            _ => EventFit.Displaced,
        };
    }

    /// <summary>Whether an undeclared name stands below a plain field, among the product's own, or is no name that a server takes.</summary>
    private static bool IsDisplaced(string name)
    {
        if (name == "soc" || name.StartsWith("soc.", StringComparison.Ordinal))
            return true;
        string[] segments = name.Split('.');
        if (segments.Length > 16 || name.Contains('\0', StringComparison.Ordinal) || Array.Exists(segments, static s => string.IsNullOrWhiteSpace(s)))
            return true;
        for (int dot = name.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = name.IndexOf('.', dot + 1))
        {
            if (Fields.Find(name[..dot]) is { IsDeclared: true } above && !Containers.Contains(above.Name))
                return above.Type != FieldType.Object && !(above.Type == FieldType.GeoPoint && name[dot..] is ".lat" or ".lon");
        }

        return false;
    }

    private static HashSet<string> FindContainers()
    {
        HashSet<string> found = [];
        foreach (EcsDeclaration declared in EcsSchema.Declared)
        {
            for (int dot = declared.Name.LastIndexOf('.'); dot > 0; dot = declared.Name.LastIndexOf('.', dot - 1))
                found.Add(declared.Name[..dot]);
        }

        return found;
    }

    private static void Grow<T>(ref T[] items, int index)
    {
        if (index < items.Length)
            return;
        T[] more = new T[Math.Max(index + 1, items.Length * 2)];
        items.CopyTo(more, 0);
        Volatile.Write(ref items, more);
    }
}
