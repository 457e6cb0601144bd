using SocCore.Conditions;
using SocCore.Events;

namespace SocDetect.Matching;

/// <summary>
/// The rules of one kind of log, compiled: every value is looked at once for all rules, what is found names the few rules
/// that can be met, and only those are evaluated. Immutable; each thread brings its own <see cref="MatchState"/>.
/// </summary>
internal sealed class MatchProgram
{
    private readonly Node[] _nodes;
    private readonly FieldPlan[] _plans;
    private readonly int[][] _rulesOfAtom;
    private readonly int[] _always;
    private readonly int[] _roots;
    private readonly int[] _rules;
    private readonly FieldPlan? _keywords;
    private readonly (Trigger Trigger, int Atom)[] _keywordTriggers;
    private readonly Dictionary<string, FieldPlan> _keywordsOfRules = new(StringComparer.Ordinal);
    private readonly FieldPlan?[]? _planOfField;

    /// <param name="rules">Index of each rule in its set, and what an event must be; in the order of the indexes.</param>
    public MatchProgram(IReadOnlyList<(int Rule, Condition Condition)> rules)
    {
        ProgramBuilder builder = new();
        _rules = [.. rules.Select(static r => r.Rule)];
        _roots = [.. rules.Select(r => builder.Add(r.Condition))];
        _nodes = [.. builder.Nodes];
        bool[] used = Reachable(_roots);
        int[] uses = Uses(used);
        Witness witness = new(_nodes, a => builder.Triggers[a].Sum(static t => t.Expected) + (uses[a] * 0.25));
        List<int> always = [];
        List<int>[] waiting = new List<int>[_nodes.Length];
        for (int r = 0; r < _roots.Length; r++)
        {
            if (witness.Of(_roots[r]) is not { } atoms)
            {
                always.Add(r);
                continue;
            }

            foreach (int atom in atoms.Distinct())
                (waiting[atom] ??= []).Add(r);
        }

        _always = [.. always];
        _rulesOfAtom = [.. waiting.Select(static w => w?.ToArray() ?? [])];
        ILookup<FieldRef?, (Trigger Trigger, int Atom)> triggers = builder.Triggers
            .Where(t => used[t.Key])
            .SelectMany(static t => t.Value.Select(trigger => (Trigger: trigger, Atom: t.Key)))
            .ToLookup(static t => t.Trigger.Field);
        _plans = [.. triggers.Where(static g => g.Key is not null).Select(static g => new FieldPlan(g.Key, g))];
        _keywordTriggers = [.. triggers[null]];
        _keywords = _keywordTriggers.Length == 0 ? null : new FieldPlan(null, _keywordTriggers);
        _planOfField = ByField(_plans);
    }

    public int NodeCount => _nodes.Length;

    public int RuleCount => _roots.Length;

    /// <summary>Rules that are evaluated for every event, because nothing about an event speaks against them.</summary>
    public int AlwaysCount => _always.Length;

    /// <summary>Bytes of the tables, for measurements.</summary>
    public long Bytes => _plans.Sum(static p => p.Bytes);

    /// <summary>The fields that the rules read.</summary>
    public IEnumerable<FieldRef> ReadFields => _plans.Select(static p => p.Field!);

    public int[] RulesOf(int atom) => _rulesOfAtom[atom];

    /// <summary>Adds the rules that the event meets, in the order of their indexes.</summary>
    public void Match(EcsEvent source, int index, MatchState state, List<RuleHit> hits, Route? route = null)
    {
        state.Begin(route);
        ScanFields(source, state);
        (route is null ? _keywords : route.Keywords)?.ScanTexts(source, state);
        foreach (int rule in _always)
            state.Try(rule);
        int first = hits.Count;
        foreach (int rule in state.Candidates)
        {
            if (Evaluate(_roots[rule], source, state))
                hits.Add(new RuleHit(_rules[rule], index));
        }

        if (hits.Count - first > 1)
            hits.Sort(first, hits.Count - first, ByRule.Instance);
    }

    /// <summary>What those rules look for in every text of an event; null when nothing. For one thread at a time.</summary>
    public FieldPlan? KeywordsOf(bool[] rules)
    {
        bool[] reached = Reachable(_roots.Where((_, r) => rules[r]));
        (Trigger Trigger, int Atom)[] sought = Array.FindAll(_keywordTriggers, t => reached[t.Atom]);
        if (sought.Length == 0)
            return null;
        // Log sources of one product mostly have the same keywords.
        string key = string.Join(',', sought.Select(static t => t.Atom).Distinct().Order());
        if (!_keywordsOfRules.TryGetValue(key, out FieldPlan? plan))
            _keywordsOfRules[key] = plan = new FieldPlan(null, sought);
        return plan;
    }

    /// <summary>One plan a field, when no field has an alias: then the event's own values lead to the plans.</summary>
    private static FieldPlan?[]? ByField(FieldPlan[] plans)
    {
        if (Array.Exists(plans, static p => p.Field!.Alias is not null))
            return null;
        FieldPlan?[] byField = new FieldPlan?[plans.Select(static p => p.Field!.Field.Id).DefaultIfEmpty(-1).Max() + 1];
        foreach (FieldPlan plan in plans)
            byField[plan.Field!.Field.Id] = plan;
        return byField;
    }

    private void ScanFields(EcsEvent source, MatchState state)
    {
        if (_planOfField is null)
        {
            foreach (FieldPlan plan in _plans)
                plan.Scan(source, state);
            return;
        }

        int last = -1;
        foreach (FieldSlot slot in source.Slots)
        {
            if (slot.FieldId >= _planOfField.Length)
                return;
            if (_planOfField[slot.FieldId] is not { } plan)
                continue;
            if (slot.FieldId != last)
                plan.Begin(state);
            last = slot.FieldId;
            plan.Scan(new FieldValue(source.TextOf(slot), slot.Kind), state);
        }
    }

    private bool Evaluate(int id, EcsEvent source, MatchState state)
    {
        if (state.IsTrue(id))
            return true;
        Node node = _nodes[id];
        if (node.Kind == NodeKind.Atom || state.IsFalse(id))
            return false;
        switch (node.Kind)
        {
            case NodeKind.True:
                return true;
            case NodeKind.Gated:
                return state.Note(id, state.IsTrue(node.Children[0]) && GatedLeaf.IsMet(node.Leaf!, source));
            case NodeKind.Not:
                return state.Note(id, !Evaluate(node.Children[0], source, state));
            case NodeKind.All:
                foreach (int child in node.Children)
                {
                    if (!Evaluate(child, source, state))
                        return state.Note(id, false);
                }

                return state.Note(id, true);
            case NodeKind.Any:
                foreach (int child in node.Children)
                {
                    if (Evaluate(child, source, state))
                        return state.Note(id, true);
                }

                return state.Note(id, false);
            default:
                return false;
        }
    }

    /// <summary>Nodes that the roots lead to; atoms that only served to make disjunctions are not scanned for.</summary>
    private bool[] Reachable(IEnumerable<int> roots)
    {
        bool[] reached = new bool[_nodes.Length];
        Stack<int> open = new(roots);
        while (open.TryPop(out int id))
        {
            if (reached[id])
                continue;
            reached[id] = true;
            foreach (int child in _nodes[id].Children)
                open.Push(child);
        }

        return reached;
    }

    private int[] Uses(bool[] reached)
    {
        int[] uses = new int[_nodes.Length];
        for (int i = 0; i < _nodes.Length; i++)
        {
            if (!reached[i])
                continue;
            foreach (int child in _nodes[i].Children)
                uses[child]++;
        }

        return uses;
    }

    private sealed class ByRule : IComparer<RuleHit>
    {
        public static ByRule Instance { get; } = new();

        public int Compare(RuleHit x, RuleHit y) => x.Rule.CompareTo(y.Rule);
    }
}
