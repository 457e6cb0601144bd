namespace SocCore.Yaml;

/// <summary>What is wrong in a file, where, and what to do about it.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Position">Where in it.</param>
/// <param name="Message">The thing, the value and the cure, one sentence.</param>
/// <param name="IsWarning">Whether the file can be used all the same.</param>
public sealed record YamlProblem(string File, YamlPosition Position, string Message, bool IsWarning = false)
{
    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString() => $"{File}:{Position}: {(IsWarning ? "warning: " : "")}{Message}";
}
