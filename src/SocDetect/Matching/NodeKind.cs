namespace SocDetect.Matching;

/// <summary>What a node of a program is.</summary>
internal enum NodeKind : byte
{
    /// <summary>True for every event.</summary>
    True,

    /// <summary>True for no event.</summary>
    False,

    /// <summary>Decided by the scan of the values, before anything is evaluated.</summary>
    Atom,

    /// <summary>A leaf that is evaluated when asked for, if its gate, an atom, is true.</summary>
    Gated,

    /// <summary>All children.</summary>
    All,

    /// <summary>One child.</summary>
    Any,

    /// <summary>Not the child.</summary>
    Not,
}
