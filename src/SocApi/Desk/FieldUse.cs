using SocCore.Conditions;
using SocCore.Events;

namespace SocApi.Desk;

/// <summary>Whether a condition reads a field by name.</summary>
internal sealed class FieldUse : ConditionVisitor<bool>
{
    private readonly Field _field;

    private FieldUse(Field field) => _field = field;

    public static bool Names(Condition condition, Field field) => new FieldUse(field).Visit(condition);

    protected override bool Visit(All node) => node.Children.Any(Visit);

    protected override bool Visit(Any node) => node.Children.Any(Visit);

    protected override bool Visit(Not node) => Visit(node.Child);

    protected override bool Visit(TextLeaf node) => Is(node.Field);

    protected override bool Visit(NumberLeaf node) => Is(node.Field);

    protected override bool Visit(AddressLeaf node) => Is(node.Field);

    protected override bool Visit(ExistsLeaf node) => Is(node.Field);

    protected override bool Visit(SameAsLeaf node) => Is(node.Field) || Is(node.Other);

    protected override bool Visit(RegexLeaf node) => Is(node.Field);

    protected override bool Visit(KeywordLeaf node) => false;

    protected override bool Visit(TimePartLeaf node) => Is(node.Field);

    protected override bool Visit(InstantLeaf node) => Is(node.Field);

    private bool Is(FieldRef reference) => reference.Field == _field || reference.Alias == _field;
}
