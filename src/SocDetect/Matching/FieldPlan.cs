using SocCore.Conditions;
using SocCore.Events;

namespace SocDetect.Matching;

/// <summary>Everything that is looked for in the values of one field: one pass a value. Immutable.</summary>
internal sealed class FieldPlan
{
    private readonly int[] _present = [];
    private readonly int[] _fractions = [];
    private readonly AnchoredTexts? _start;
    private readonly AnchoredTexts? _end;
    private readonly InsideTexts? _inside;
    private readonly Dictionary<decimal, int[]>? _numbers;
    private readonly int _shortest;

    public FieldPlan(FieldRef? field, IEnumerable<(Trigger Trigger, int Atom)> triggers)
    {
        Field = field;
        ILookup<TriggerKind, (Trigger Trigger, int Atom)> kinds = triggers.ToLookup(static t => t.Trigger.Kind);
        _present = [.. kinds[TriggerKind.Present].Select(static t => t.Atom).Distinct()];
        _fractions = [.. kinds[TriggerKind.Fraction].Select(static t => t.Atom).Distinct()];
        if (kinds.Contains(TriggerKind.Number))
            _numbers = kinds[TriggerKind.Number].GroupBy(static t => t.Trigger.Number).ToDictionary(static g => g.Key, static g => g.Select(static t => t.Atom).Distinct().ToArray());
        Dictionary<byte[], int[]> whole = ByText(kinds[TriggerKind.Whole]);
        Dictionary<byte[], int[]> start = ByText(kinds[TriggerKind.Start]);
        Dictionary<byte[], int[]> end = ByText(kinds[TriggerKind.End]);
        Dictionary<byte[], int[]> inside = ByText(kinds[TriggerKind.Inside]);
        if (whole.Count + start.Count > 0)
            _start = new AnchoredTexts(start, whole, fromEnd: false);
        if (end.Count > 0)
            _end = new AnchoredTexts(end, [], fromEnd: true);
        if (inside.Count > 0)
            _inside = new InsideTexts(inside);
        _shortest = whole.Keys.Concat(start.Keys).Concat(end.Keys).Concat(inside.Keys).Select(static t => t.Length).DefaultIfEmpty(int.MaxValue).Min();
    }

    /// <summary>The field; null for the texts of the whole event.</summary>
    public FieldRef? Field { get; }

    /// <summary>Bytes of its tables, for measurements.</summary>
    public long Bytes => (_inside?.Bytes ?? 0) + (_start?.Bytes ?? 0) + (_end?.Bytes ?? 0);

    /// <summary>Fires what the values of the event meet.</summary>
    public void Scan(EcsEvent source, MatchState state)
    {
        FieldValues values = Field!.Values(source);
        if (values.Count == 0)
            return;
        Begin(state);
        foreach (FieldValue value in values)
            Scan(value, state);
    }

    /// <summary>Fires what the texts of the event meet, whatever their fields.</summary>
    public void ScanTexts(EcsEvent source, MatchState state)
    {
        foreach (FieldSlot slot in source.Slots)
        {
            if (slot.Kind is not (ValueKind.Text or ValueKind.Json))
                continue;
            Begin(state);
            Texts(source.TextOf(slot), state);
        }
    }

    /// <summary>Fires what is met by there being a value.</summary>
    public void Begin(MatchState state) => state.Fire(_present);

    /// <summary>Fires what one value meets.</summary>
    public void Scan(FieldValue value, MatchState state)
    {
        if (_numbers is not null)
            Numbers(value, state);
        if (value.Kind == ValueKind.Decimal)
            Canonical(value, state);
        else
            Texts(value.Utf8, state);
    }

    private void Canonical(FieldValue value, MatchState state)
    {
        state.Fire(_fractions);
        Span<byte> canonical = stackalloc byte[64];
        Texts(Leaf.Canonical(value, canonical), state);
    }

    private void Texts(ReadOnlySpan<byte> value, MatchState state)
    {
        if (SocCore.Events.Fold.MaxLength(value.Length) < _shortest)
            return;
        FoldedText folded = state.Fold(value);
        _start?.Scan(folded.Text, state);
        _end?.Scan(folded.Text, state);
        _inside?.Scan(folded, state);
    }

    private void Numbers(FieldValue value, MatchState state)
    {
        if (value.Kind is ValueKind.Boolean or ValueKind.Json || !MayBeNumber(value.Utf8))
            return;
        decimal number;
        if (value.TryGetInteger(out long whole))
        {
            number = whole;
        }
        else if (!value.TryGetDecimal(out number))
        {
            Wide(value, state);
            return;
        }

        if (_numbers!.TryGetValue(number, out int[]? atoms))
            state.Fire(atoms);
    }

    /// <summary>A number beyond the decimals can only equal one at their very end, as doubles.</summary>
    private void Wide(FieldValue value, MatchState state)
    {
        if (!value.TryGetDouble(out double wide))
            return;
        foreach ((decimal number, int[] atoms) in _numbers!)
        {
            if (wide.CompareTo((double)number) == 0)
                state.Fire(atoms);
        }
    }

    private static bool MayBeNumber(ReadOnlySpan<byte> text) =>
        text.Length > 0 && (text[0] is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'+' or (byte)'.');

    private static Dictionary<byte[], int[]> ByText(IEnumerable<(Trigger Trigger, int Atom)> triggers)
    {
        Dictionary<byte[], HashSet<int>> byText = new(Utf8Comparer.Instance);
        foreach ((Trigger trigger, int atom) in triggers)
        {
            if (!byText.TryGetValue(trigger.Text, out HashSet<int>? atoms))
                byText[trigger.Text] = atoms = [];
            atoms.Add(atom);
        }

        return byText.ToDictionary(static p => p.Key, static p => p.Value.ToArray(), Utf8Comparer.Instance);
    }
}
