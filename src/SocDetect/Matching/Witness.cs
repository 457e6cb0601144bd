namespace SocDetect.Matching;

/// <summary>
/// Finds for a rule a set of atoms of which at least one is true whenever the rule is met: only where one fires the rule is
/// evaluated. Of several sets the one that is expected to fire least.
/// </summary>
internal sealed class Witness(IReadOnlyList<Node> nodes, Func<int, double> expected)
{
    /// <summary>The atoms; null when the rule can be met without any.</summary>
    public IReadOnlyList<int>? Of(int node) => Find(node, positive: true)?.Atoms;

    private (double Expected, List<int> Atoms)? Find(int id, bool positive)
    {
        Node node = nodes[id];
        switch (node.Kind)
        {
            case NodeKind.True or NodeKind.False:
                return (node.Kind == NodeKind.True) == positive ? null : (0, []);
            case NodeKind.Atom:
                return positive ? (expected(id), [id]) : null;
            case NodeKind.Gated:
                return positive ? (expected(node.Children[0]), [node.Children[0]]) : null;
            case NodeKind.Not:
                return Find(node.Children[0], !positive);
            default:
                // By De Morgan: what must hold all together offers the best of its parts, what may hold any way needs all.
                return (node.Kind == NodeKind.All) == positive ? Best(node.Children, positive) : Every(node.Children, positive);
        }
    }

    private (double, List<int>)? Best(int[] children, bool positive)
    {
        (double Expected, List<int> Atoms)? best = null;
        foreach (int child in children)
        {
            if (Find(child, positive) is { } found && (best is null || found.Expected < best.Value.Expected))
                best = found;
        }

        return best;
    }

    private (double, List<int>)? Every(int[] children, bool positive)
    {
        double sum = 0;
        List<int> atoms = [];
        foreach (int child in children)
        {
            if (Find(child, positive) is not { } found)
                return null;
            sum += found.Expected;
            atoms.AddRange(found.Atoms);
        }

        return (sum, atoms);
    }
}
