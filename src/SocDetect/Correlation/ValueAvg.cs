using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>Mean of the numbers in the window.</summary>
internal sealed class ValueAvg(CountRange range) : NumericMeasure(range)
{
    private decimal _sum;

    protected override void Clear() => _sum = 0;

    protected override void Add(decimal number) => _sum += number;

    protected override void Remove(decimal number) => _sum -= number;

    protected override decimal Value() => _sum / Count;
}
