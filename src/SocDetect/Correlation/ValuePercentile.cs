using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>A percentile of the numbers in the window: linear interpolation at (n − 1) · p / 100 of the sorted numbers.</summary>
internal class ValuePercentile(CountRange range, decimal percentile) : NumericMeasure(range)
{
    private readonly List<decimal> _sorted = [];

    protected override void Clear() => _sorted.Clear();

    protected override void Add(decimal number)
    {
        int at = _sorted.BinarySearch(number);
        _sorted.Insert(at < 0 ? ~at : at, number);
    }

    protected override void Remove(decimal number) => _sorted.RemoveAt(_sorted.BinarySearch(number));

    protected override decimal Value()
    {
        decimal place = (_sorted.Count - 1) * percentile / 100m;
        int below = (int)decimal.Floor(place);
        decimal low = _sorted[below];
        return below + 1 < _sorted.Count ? low + ((_sorted[below + 1] - low) * (place - below)) : low;
    }
}
