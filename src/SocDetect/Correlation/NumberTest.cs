using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>What a correlation's number must be, ready to be asked for every window.</summary>
internal sealed class NumberTest(CountRange range)
{
    private readonly (CountOperator Operator, decimal Value)[] _terms = [.. range.Terms];

    /// <summary>Whether a larger number can only make it truer.</summary>
    public bool OnlyGrows { get; } = range.OnlyGrows;

    /// <summary>Whether the number meets every term.</summary>
    public bool Holds(decimal number)
    {
        foreach ((CountOperator op, decimal value) in _terms)
        {
            bool met = op switch
            {
                CountOperator.Gt => number > value,
                CountOperator.Gte => number >= value,
                CountOperator.Lt => number < value,
                CountOperator.Lte => number <= value,
                CountOperator.Eq => number == value,
                _ => number != value,
            };
            if (!met)
                return false;
        }

        return true;
    }
}
