using SocCore.Conditions;
using SocCore.Events;

namespace SocDetect.Matching;

/// <summary>Everything that is looked for in the values of one field: one pass a value. Immutable.</summary>
internal sealed class FieldPlan
{
    private readonly int[] _present = [];
    private readonly int[] _fractions = [];
    private readonly AnchoredTexts? _whole;
    private readonly AnchoredTexts? _start;
    private readonly AnchoredTexts? _end;
    private readonly Automaton? _inside;
    private readonly int[][] _insideAtoms = [];
    private readonly Dictionary<decimal, int[]>? _numbers;

    public FieldPlan(FieldRef? field, IEnumerable<(Trigger Trigger, int Atom)> triggers)
    {
        Field = field;
        foreach (IGrouping<TriggerKind, (Trigger Trigger, int Atom)> kind in triggers.GroupBy(static t => t.Trigger.Kind))
        {
            switch (kind.Key)
            {
                case TriggerKind.Present:
                    _present = [.. kind.Select(static t => t.Atom).Distinct()];
                    break;
                case TriggerKind.Fraction:
                    _fractions = [.. kind.Select(static t => t.Atom).Distinct()];
                    break;
                case TriggerKind.Number:
                    _numbers = kind.GroupBy(static t => t.Trigger.Number).ToDictionary(static g => g.Key, static g => g.Select(static t => t.Atom).Distinct().ToArray());
                    break;
                case TriggerKind.Whole:
                    _whole = new AnchoredTexts(ByText(kind), fromEnd: false);
                    break;
                case TriggerKind.Start:
                    _start = new AnchoredTexts(ByText(kind), fromEnd: false);
                    break;
                case TriggerKind.End:
                    _end = new AnchoredTexts(ByText(kind), fromEnd: true);
                    break;
                case TriggerKind.Inside:
                    Dictionary<byte[], int[]> texts = ByText(kind);
                    _inside = Automaton.Compile([.. texts.Keys]);
                    _insideAtoms = [.. texts.Values];
                    break;
            }
        }
    }

    /// <summary>The field; null for the texts of the whole event.</summary>
    public FieldRef? Field { get; }

    /// <summary>Bytes of its tables, for measurements.</summary>
    public long Bytes => _inside?.Bytes ?? 0;

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
        if (_whole is null && _start is null && _end is null && _inside is null)
            return;
        ReadOnlySpan<byte> folded = state.Fold(value);
        _whole?.Whole(folded, state);
        _start?.Scan(folded, state);
        _end?.Scan(folded, state);
        _inside?.Scan(folded, state, _insideAtoms);
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
