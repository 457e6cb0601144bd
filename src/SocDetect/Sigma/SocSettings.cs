using SocCore.Rules;

namespace SocDetect.Sigma;

/// <summary>What a document's <c>soc:</c> key says.</summary>
internal sealed record SocSettings
{
    public TimeSpan? Lateness { get; init; }

    public bool GroupMissing { get; init; }

    public TimeZoneInfo? Zone { get; init; }

    public RuleState? State { get; init; }

    public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    public IReadOnlyList<RuleTest> Tests { get; init; } = [];
}
