using SocCore.Rules;

namespace SocDetect.Sigma;

/// <summary>What became of one document, or of a file that has none.</summary>
internal sealed record ReadDocument(ProblemList Problems)
{
    public RuleDocument? Document { get; init; }

    public SocSettings? Settings { get; init; }

    public RuleContext? Context { get; init; }

    public Rule? Rule { get; init; }

    public CorrelationDraft? Draft { get; init; }

    public FilterRule? Filter { get; init; }
}
