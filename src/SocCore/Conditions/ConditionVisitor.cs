namespace SocCore.Conditions;

/// <summary>One method a node, all abstract: a new node is a compile error in every back end until it is handled.</summary>
public abstract class ConditionVisitor<T>
{
    /// <summary>Goes into the tree.</summary>
    public T Visit(Condition condition) => condition.Accept(this);

    protected internal abstract T Visit(All node);

    protected internal abstract T Visit(Any node);

    protected internal abstract T Visit(Not node);

    protected internal abstract T Visit(TextLeaf node);

    protected internal abstract T Visit(NumberLeaf node);

    protected internal abstract T Visit(AddressLeaf node);

    protected internal abstract T Visit(ExistsLeaf node);

    protected internal abstract T Visit(SameAsLeaf node);

    protected internal abstract T Visit(RegexLeaf node);

    protected internal abstract T Visit(KeywordLeaf node);

    protected internal abstract T Visit(TimePartLeaf node);

    protected internal abstract T Visit(InstantLeaf node);
}
