using SocCore.Conditions;
using SocCore.Events;

namespace SocDetect.Matching;

/// <summary>
/// Makes nodes of conditions, equal ones once. What the scan of values decides exactly becomes an atom; a disjunction of
/// atoms is an atom too, so a list of four thousand values costs what one value does.
/// </summary>
internal sealed class ProgramBuilder : ConditionVisitor<int>
{
    private readonly Dictionary<Condition, int> _known = [];
    private readonly Dictionary<(FieldRef?, TriggerKind, string, decimal), int> _atoms = [];
    private readonly Dictionary<string, int> _disjunctions = new(StringComparer.Ordinal);
    private readonly Dictionary<int, IReadOnlyList<Trigger>> _triggers = [];

    public List<Node> Nodes { get; } = [];

    /// <summary>What makes each atom true.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<Trigger>> Triggers => _triggers;

    public int Add(Condition condition)
    {
        if (_known.TryGetValue(condition, out int known))
            return known;
        int node = Visit(condition);
        _known[condition] = node;
        return node;
    }

    protected override int Visit(All node)
    {
        int[] children = Children(node.Children, NodeKind.All);
        if (children.Any(c => Nodes[c].Kind == NodeKind.False))
            return Constant(NodeKind.False);
        children = [.. children.Where(c => Nodes[c].Kind != NodeKind.True)];
        return children.Length switch { 0 => Constant(NodeKind.True), 1 => children[0], _ => Group(NodeKind.All, children) };
    }

    protected override int Visit(Any node)
    {
        int[] children = Children(node.Children, NodeKind.Any);
        if (children.Any(c => Nodes[c].Kind == NodeKind.True))
            return Constant(NodeKind.True);
        int[] atoms = [.. children.Where(c => Nodes[c].Kind == NodeKind.Atom)];
        List<int> rest = [.. children.Where(c => Nodes[c].Kind is not (NodeKind.Atom or NodeKind.False))];
        if (atoms.Length > 0)
            rest.Insert(0, atoms.Length == 1 ? atoms[0] : Disjunction(atoms));
        return rest.Count switch { 0 => Constant(NodeKind.False), 1 => rest[0], _ => Group(NodeKind.Any, [.. rest]) };
    }

    protected override int Visit(Not node)
    {
        int child = Add(node.Child);
        return Nodes[child].Kind switch
        {
            NodeKind.True => Constant(NodeKind.False),
            NodeKind.False => Constant(NodeKind.True),
            NodeKind.Not => Nodes[child].Children[0],
            _ => New(new Node(NodeKind.Not, [child], null, Nodes[child].Cost)),
        };
    }

    protected override int Visit(TextLeaf node)
    {
        if (node.Pattern.IsAny)
            return Atom(Trigger.Present(node.Field));
        Trigger? trigger = Exact(node.Field, node.Pattern);
        if (trigger is not null && !node.Cased)
            return Atom(trigger);
        return Gated(node, trigger ?? Needed(node.Field, node.Pattern), 10);
    }

    protected override int Visit(KeywordLeaf node)
    {
        Trigger? trigger = Exact(null, node.Pattern);
        if (trigger is not null && !node.Cased)
            return Atom(trigger);
        return Gated(node, trigger ?? Needed(null, node.Pattern), 100);
    }

    protected override int Visit(NumberLeaf node) =>
        node.Comparison == Comparison.Equal
            ? Atom(new Trigger(node.Field, TriggerKind.Number, [], node.Value))
            : Gated(node, Trigger.Present(node.Field), 5);

    protected override int Visit(AddressLeaf node) => Gated(node, Trigger.Present(node.Field), 5);

    protected override int Visit(ExistsLeaf node) => Atom(Trigger.Present(node.Field));

    protected override int Visit(SameAsLeaf node) => Gated(node, Trigger.Present(node.Field), 20);

    protected override int Visit(RegexLeaf node)
    {
        byte[] literal = RegexLiteral.Required(node);
        if (literal.Length == 0)
            return Gated(node, Trigger.Present(node.Field), 1000);
        // An expression reads a number as it was written, the scan its canonical text.
        int gate = Disjunction([Atom(new Trigger(node.Field, TriggerKind.Inside, literal)), Atom(new Trigger(node.Field, TriggerKind.Fraction, []))]);
        return New(new Node(NodeKind.Gated, [gate], node, 1000));
    }

    protected override int Visit(TimePartLeaf node) => Gated(node, Trigger.Present(node.Field), 30);

    protected override int Visit(InstantLeaf node) => Gated(node, Trigger.Present(node.Field), 30);

    /// <summary>The trigger that says all that the pattern says, when there is one.</summary>
    private static Trigger? Exact(FieldRef? field, TextPattern pattern)
    {
        IReadOnlyList<TextPart> parts = pattern.Parts;
        bool before = parts.Count > 0 && parts[0].Kind == TextPartKind.AnyRun;
        bool behind = parts.Count > 1 && parts[^1].Kind == TextPartKind.AnyRun;
        int literals = parts.Count - (before ? 1 : 0) - (behind ? 1 : 0);
        if (literals > 1 || (literals == 1 && parts[before ? 1 : 0].Kind != TextPartKind.Literal) || (literals == 0 && before))
            return null;
        byte[] text = literals == 0 ? [] : Fold.ToUtf8(parts[before ? 1 : 0].Text);
        return new Trigger(field, (before, behind) switch
        {
            (true, true) => TriggerKind.Inside,
            (false, true) => TriggerKind.Start,
            (true, false) => TriggerKind.End,
            _ => TriggerKind.Whole,
        }, text);
    }

    /// <summary>The longest literal that a value must contain to meet the pattern; else that there is a value.</summary>
    private static Trigger Needed(FieldRef? field, TextPattern pattern)
    {
        string longest = pattern.Parts.Where(static p => p.Kind == TextPartKind.Literal).Select(static p => p.Text).MaxBy(static t => t.Length) ?? "";
        return longest.Length == 0 ? Trigger.Present(field) : new Trigger(field, TriggerKind.Inside, Fold.ToUtf8(longest));
    }

    /// <summary>Children of children of the same kind are taken up, so that lists of lists are one list.</summary>
    private int[] Children(IReadOnlyList<Condition> children, NodeKind kind)
    {
        HashSet<int> seen = [];
        List<int> flat = [];
        foreach (Condition child in children)
        {
            int id = Add(child);
            foreach (int one in Nodes[id].Kind == kind ? Nodes[id].Children : [id])
            {
                if (seen.Add(one))
                    flat.Add(one);
            }
        }

        return [.. flat];
    }

    private int Disjunction(int[] atoms)
    {
        Array.Sort(atoms);
        string key = string.Join(',', atoms);
        if (_disjunctions.TryGetValue(key, out int known))
            return known;
        int id = New(new Node(NodeKind.Atom, [], null, 0));
        _triggers[id] = [.. atoms.SelectMany(a => _triggers[a])];
        return _disjunctions[key] = id;
    }

    private int Group(NodeKind kind, int[] children)
    {
        // Cheap ones first: the expression of a regular expression runs only where all else is decided.
        int[] sorted = [.. children.OrderBy(c => Nodes[c].Cost)];
        return New(new Node(kind, sorted, null, 1 + sorted.Sum(c => Nodes[c].Cost)));
    }



    private int Atom(Trigger trigger)
    {
        (FieldRef?, TriggerKind, string, decimal) key = (trigger.Field, trigger.Kind, Convert.ToHexString(trigger.Text), trigger.Number);
        if (_atoms.TryGetValue(key, out int known))
            return known;
        int id = New(new Node(NodeKind.Atom, [], null, 0));
        _triggers[id] = [trigger];
        return _atoms[key] = id;
    }

    private int Gated(Condition leaf, Trigger gate, int cost) =>
        New(new Node(NodeKind.Gated, [Atom(gate)], leaf, cost));

    private int Constant(NodeKind kind)
    {
        int known = Nodes.FindIndex(n => n.Kind == kind);
        return known >= 0 ? known : New(new Node(kind, [], null, 0));
    }

    private int New(Node node)
    {
        Nodes.Add(node);
        return Nodes.Count - 1;
    }
}
