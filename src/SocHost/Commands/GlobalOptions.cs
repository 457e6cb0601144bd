using System.CommandLine;

namespace SocHost.Commands;

/// <summary>The options that every command takes.</summary>
internal static class GlobalOptions
{
    /// <summary>Where events, incidents, keys and the socket are.</summary>
    public static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of events, incidents, keys and the local socket",
        DefaultValueFactory = static _ => "data",
        Recursive = true,
        HelpName = "DIR",
    };

    /// <summary>A settings file.</summary>
    public static readonly Option<string?> Config = new("--config")
    {
        Description = "Settings file (JSON); environment (Soc__…) comes after it",
        Recursive = true,
        HelpName = "FILE",
    };

    /// <summary>One JSON object instead of a table.</summary>
    public static Option<bool> Json() => new("--json")
    {
        Description = "One JSON object on stdout, everything else on stderr",
    };
}
