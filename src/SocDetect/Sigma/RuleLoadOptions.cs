using SocCore.Rules;

namespace SocDetect.Sigma;

/// <summary>How rule files are read.</summary>
public sealed record RuleLoadOptions
{
    /// <summary>
    /// Folders of field mappings (<c>*.yml</c>) besides the folder <c>mappings</c> of each rule folder that is loaded.
    /// </summary>
    public IReadOnlyList<string> MappingFolders { get; init; } = [];

    /// <summary>Folders of value lists (<c>*.txt</c>) besides the folder <c>lists</c> of each rule folder that is loaded.</summary>
    public IReadOnlyList<string> ListFolders { get; init; } = [];

    /// <summary>Whether Sigma's field names are mapped; else they are taken as they are written.</summary>
    public bool MapFields { get; init; } = true;

    /// <summary>Whether each rule must pass its own <c>soc.tests</c>; one that fails is a problem of the file.</summary>
    public bool RunTests { get; init; }

    /// <summary>The state of rules that do not say <c>soc.state</c>.</summary>
    public RuleState DefaultState { get; init; } = RuleState.On;

    /// <summary>The IANA zone of time parts where a rule does not say <c>soc.timezone</c>.</summary>
    public string TimeZone { get; init; } = "Asia/Ho_Chi_Minh";

    /// <summary>The field names that exist for a log source, where that is known: other names are a warning.</summary>
    public Func<LogSource, IReadOnlySet<string>?>? KnownFields { get; init; }
}
