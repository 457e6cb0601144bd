using System.CommandLine;
using SocCore.Events;
using SocHost.Commands;

namespace SocHost;

/// <summary>The program's commands, and how it ends: 0 done, 1 cannot, 2 faults in rules, sources or settings, 64 wrong words.</summary>
internal static class CommandLine
{
    // After SIGTERM the service delivers what it can; the default of two seconds would cut that off.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>All commands.</summary>
    public static RootCommand Build() => new("Security operations center for a city: collects logs, detects, raises incidents.")
    {
        GlobalOptions.Data,
        GlobalOptions.Config,
        RunCommand.Create(),
        DemoCommand.Create(),
        SimulateCommand.Create(),
        NormalizeCommand.Create(),
        SourcesCommands.Create(),
        RulesCommands.Create(),
        SearchCommand.Create(),
        DetectCommands.Create(),
        DeadLettersCommands.Create(),
        StoreCommands.Create(),
        KibanaCommands.Create(),
        TokenCommands.Create(),
        ReportCommands.Create(),
    };

    /// <summary>Runs the command that the words name.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!TextForm.CanNormalize())
        {
            await Console.Error.WriteLineAsync("soc: this process cannot compose Vietnamese text, so rules on it would find nothing: install ICU (libicu) and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");
            return 69;
        }

        ParseResult parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
                await Console.Error.WriteLineAsync($"soc: {error.Message}");
            await Console.Error.WriteLineAsync($"soc: '{string.Join(' ', args.TakeWhile(static a => !a.StartsWith('-')).Prepend("soc").Append("--help"))}' says what there is");
            return 64;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Patience });
        }
        catch (CommandException e)
        {
            await Console.Error.WriteLineAsync($"soc: {e.Message}");
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }
}
