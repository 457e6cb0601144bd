namespace SocHost.Commands;

/// <summary>A command cannot do what it was asked: one line that names the thing, the value and the cure.</summary>
internal sealed class CommandException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>The process's exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
