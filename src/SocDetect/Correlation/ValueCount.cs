using System.Runtime.InteropServices;
using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>Number of distinct values, or tuples of values, in the window. Values compare without case.</summary>
internal sealed class ValueCount(CountRange range) : WindowMeasure
{
    private readonly NumberTest _test = new(range);
    private readonly Dictionary<string, int> _counts = new(StringComparer.OrdinalIgnoreCase);

    public override bool OnlyGrows => _test.OnlyGrows;

    public override void Begin(ReadOnlyMemory<MatchEntry> group, int first) => _counts.Clear();

    public override void Enter(in MatchEntry entry)
    {
        switch (entry.Values)
        {
            case string one:
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, one, out _)++;
                break;
            case string[] several:
                foreach (string value in several)
                    CollectionsMarshal.GetValueRefOrAddDefault(_counts, value, out _)++;
                break;
        }
    }

    public override void Leave(in MatchEntry entry)
    {
        switch (entry.Values)
        {
            case string one:
                Take(one);
                break;
            case string[] several:
                foreach (string value in several)
                    Take(value);
                break;
        }
    }

    public override bool Holds(long end) => _test.Holds(_counts.Count);

    private void Take(string value)
    {
        ref int count = ref CollectionsMarshal.GetValueRefOrNullRef(_counts, value);
        if (--count == 0)
            _counts.Remove(value);
    }
}
