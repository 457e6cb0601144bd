namespace SocCore.Conditions;

/// <summary>
/// What a rule or an analyst's search asks of one event: a closed tree. A missing field makes every leaf false, so a
/// negated leaf is true; a list meets a leaf when any of its values does.
/// </summary>
public abstract record Condition
{
    private protected Condition()
    {
    }

    /// <summary>Met by every event.</summary>
    public static Condition True { get; } = new All([]);

    /// <summary>Met by no event.</summary>
    public static Condition False { get; } = new Any([]);

    /// <summary>Hands the node to the method that is made for it.</summary>
    public abstract T Accept<T>(ConditionVisitor<T> visitor);

    /// <summary>The tree as text.</summary>
    public sealed override string ToString() => ConditionPrinter.Print(this);
}
