using System.Collections;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Rules;

namespace SocDetect.Matching;

/// <summary>Which fields the rules of a set read: all others of an event need not be kept, unless a rule has keywords.</summary>
internal sealed class WantedFields : ConditionVisitor<bool>
{
    private readonly BitArray _wanted = new(Fields.Limit);

    public WantedFields(RuleSet rules)
    {
        foreach (Rule rule in rules.Rules)
            Visit(rule.Condition);
    }

    /// <summary>Whether some rule looks at every text.</summary>
    public bool Everything { get; private set; }

    public bool Contains(int fieldId) => _wanted[fieldId];

    protected override bool Visit(All node) => node.Children.Aggregate(false, (_, c) => Visit(c));

    protected override bool Visit(Any node) => node.Children.Aggregate(false, (_, c) => Visit(c));

    protected override bool Visit(Not node) => Visit(node.Child);

    protected override bool Visit(TextLeaf node) => Want(node.Field);

    protected override bool Visit(NumberLeaf node) => Want(node.Field);

    protected override bool Visit(AddressLeaf node) => Want(node.Field);

    protected override bool Visit(ExistsLeaf node) => Want(node.Field);

    protected override bool Visit(SameAsLeaf node) => Want(node.Field) | Want(node.Other);

    protected override bool Visit(RegexLeaf node) => Want(node.Field);

    protected override bool Visit(KeywordLeaf node) => Everything = true;

    protected override bool Visit(TimePartLeaf node) => Want(node.Field);

    protected override bool Visit(InstantLeaf node) => Want(node.Field);

    private bool Want(FieldRef field)
    {
        _wanted[field.Field.Id] = true;
        if (field.Alias is not null)
            _wanted[field.Alias.Id] = true;
        return true;
    }
}
