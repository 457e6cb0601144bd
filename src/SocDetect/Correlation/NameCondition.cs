using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>
/// An extended condition with every negation pushed down to a name: then each name is either to be seen in the window that
/// lies behind a match, or to be absent in the one that follows it.
/// </summary>
internal abstract record NameCondition
{
    private NameCondition()
    {
    }

    /// <summary>The input rule is in the window.</summary>
    public sealed record Seen(int Rule) : NameCondition;

    /// <summary>The input rule does not come within one timespan.</summary>
    public sealed record Absent(int Rule) : NameCondition;

    /// <summary>All parts.</summary>
    public sealed record And(NameCondition[] Parts) : NameCondition;

    /// <summary>Any part.</summary>
    public sealed record Or(NameCondition[] Parts) : NameCondition;

    /// <summary>Compiles a condition for the given input rules.</summary>
    public static NameCondition Of(CorrelationCondition condition, IReadOnlyList<string> inputs) => Of(condition, inputs, negated: false);

    /// <summary>The input rules that are to be seen, or those that are to be absent.</summary>
    public IEnumerable<int> Rules(bool absent) => this switch
    {
        Seen seen => absent ? [] : [seen.Rule],
        Absent gone => absent ? [gone.Rule] : [],
        And and => and.Parts.SelectMany(p => p.Rules(absent)),
        Or or => or.Parts.SelectMany(p => p.Rules(absent)),
        _ => [],
    };

    private static NameCondition Of(CorrelationCondition condition, IReadOnlyList<string> inputs, bool negated)
    {
        switch (condition)
        {
            case CorrelationCondition.Seen seen:
                int rule = IndexOf(inputs, seen.RuleId);
                return negated ? new Absent(rule) : new Seen(rule);
            case CorrelationCondition.Negated not:
                return Of(not.Part, inputs, !negated);
            case CorrelationCondition.And and:
                NameCondition[] all = [.. and.Parts.Select(p => Of(p, inputs, negated))];
                return negated ? new Or(all) : new And(all);
            case CorrelationCondition.Or or:
                NameCondition[] any = [.. or.Parts.Select(p => Of(p, inputs, negated))];
                return negated ? new And(any) : new Or(any);
            default:
                throw new ArgumentException($"'{condition.GetType().Name}' is no condition over rule names.", nameof(condition));
        }
    }

    private static int IndexOf(IReadOnlyList<string> inputs, string id)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] == id)
                return i;
        }

        throw new ArgumentException($"The condition names the rule '{id}', which is not among the rules of the correlation.", nameof(id));
    }
}
