using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>Median of the numbers in the window; of an even number the mean of the two in the middle.</summary>
internal sealed class ValueMedian(CountRange range) : ValuePercentile(range, 50m);
