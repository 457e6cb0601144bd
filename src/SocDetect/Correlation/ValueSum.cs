using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>
/// Sum of the numbers in the window. A lower bound is decided as soon as it is met: what is added up is not negative as a
/// rule, and a negative number that undoes it later contradicts the detection.
/// </summary>
internal sealed class ValueSum(CountRange range) : NumericMeasure(range)
{
    private decimal _sum;

    public override bool OnlyGrows => Test.OnlyGrows;

    protected override void Clear() => _sum = 0;

    protected override void Add(decimal number) => _sum += number;

    protected override void Remove(decimal number) => _sum -= number;

    protected override decimal Value() => _sum;
}
