using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Correlation;

namespace SocDetect.Scheduling;

/// <summary>One correlator in its place among the others: what it waits for and who reads it.</summary>
internal sealed class Feed(Correlator correlator, IReadOnlySet<string> datasets, bool adopted)
{
    /// <summary>The correlator.</summary>
    public Correlator Correlator { get; } = correlator;

    /// <summary>Whether it goes on from the set of rules before, so that nothing has to be read back.</summary>
    public bool Adopted { get; } = adopted;

    /// <summary>The datasets whose events can reach it.</summary>
    public IReadOnlySet<string> Datasets { get; } = datasets;

    /// <summary>The correlations whose matches it reads.</summary>
    public List<Feed> Inner { get; } = [];

    /// <summary>The correlations that read its matches.</summary>
    public List<Feed> Outer { get; } = [];

    /// <summary>How far back the journal is wanted at a start, own and outer windows together, ticks.</summary>
    public long Horizon => Correlator.Horizon + (Outer.Count == 0 ? 0 : Outer.Max(static o => o.Horizon));

    /// <summary>Matches of this scan that it is to take in.</summary>
    public List<MatchRow> Pending { get; } = [];

    /// <summary>Matches of inner correlations that moved or are no more.</summary>
    public List<MatchRow> Withdrawn { get; } = [];

    /// <summary>Bursts that this scan changed; some may be let go of already, and none is committed yet.</summary>
    public List<Burst> Changed { get; set; } = [];

    /// <summary>Whether it failed and has to be read back from the journal.</summary>
    public bool Broken { get; set; }

    /// <summary>Up to where event time is complete for it, given the marks of the sources.</summary>
    public long WatermarkOf(SourceWatermarks sources)
    {
        long least = sources.Least(Datasets);
        if (least == long.MinValue)
            return least;
        long watermark = least - Correlator.Rule.Lateness;
        foreach (Feed inner in Inner)
        {
            if (inner.Correlator.Watermark == long.MinValue)
                return long.MinValue;
            watermark = Math.Min(watermark, inner.Correlator.Watermark - inner.Correlator.Delay);
        }

        return watermark;
    }

    /// <summary>The datasets that offer what a rule is about.</summary>
    public static HashSet<string> DatasetsOf(Rule rule, IReadOnlyList<DatasetLogSource> offers) =>
        [.. offers.Where(o => rule.LogSource.Accepts(o.LogSource)).Select(static o => o.Dataset)];
}
