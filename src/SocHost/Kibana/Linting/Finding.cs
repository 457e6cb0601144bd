namespace SocHost.Kibana.Linting;

/// <summary>A rule that a file breaks.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Object">The object, as in <c>dashboard:soc-overview-vi</c>; empty for the file itself.</param>
/// <param name="Message">The thing, the value and the cure.</param>
/// <param name="IsWarning">Whether the file may be imported all the same, under a condition that the message names.</param>
internal sealed record Finding(LintRule Rule, string File, int Line, string Object, string Message, bool IsWarning = false)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{File}:{Line}: {(IsWarning ? "warning: " : "")}{(Object.Length > 0 ? Object + ": " : "")}{Message} [{Rule.Id}]";
}
