using SocCore.Conditions;

namespace SocDetect.Matching;

/// <summary>One node of a program; equal conditions of all rules are one node.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Children">Its children; of a gated leaf its gate.</param>
/// <param name="Leaf">The condition of a gated leaf.</param>
/// <param name="Cost">How dear it is to evaluate; only the order matters.</param>
internal sealed record Node(NodeKind Kind, int[] Children, Condition? Leaf, int Cost);
