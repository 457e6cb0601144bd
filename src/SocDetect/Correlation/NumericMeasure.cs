using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>What is computed over the numbers in the window. A window without a number has no value and never holds.</summary>
internal abstract class NumericMeasure(CountRange range) : WindowMeasure
{
    /// <summary>What the result must be.</summary>
    protected NumberTest Test { get; } = new(range);

    /// <summary>How many numbers are in the window.</summary>
    protected int Count { get; private set; }

    public override bool OnlyGrows => false;

    public sealed override void Begin(ReadOnlyMemory<MatchEntry> group, int first)
    {
        Count = 0;
        Clear();
    }

    public sealed override void Enter(in MatchEntry entry)
    {
        switch (entry.Values)
        {
            case decimal one:
                Count++;
                Add(one);
                break;
            case decimal[] several:
                foreach (decimal number in several)
                {
                    Count++;
                    Add(number);
                }

                break;
        }
    }

    public sealed override void Leave(in MatchEntry entry)
    {
        switch (entry.Values)
        {
            case decimal one:
                Count--;
                Remove(one);
                break;
            case decimal[] several:
                foreach (decimal number in several)
                {
                    Count--;
                    Remove(number);
                }

                break;
        }
    }

    public sealed override bool Holds(long end) => Count > 0 && Test.Holds(Value());

    /// <summary>Empties the window.</summary>
    protected abstract void Clear();

    /// <summary>A number enters.</summary>
    protected abstract void Add(decimal number);

    /// <summary>A number leaves.</summary>
    protected abstract void Remove(decimal number);

    /// <summary>The result; there is at least one number.</summary>
    protected abstract decimal Value();
}
