namespace SocDetect.Scheduling;

/// <summary>Settings of detection (<c>Soc:Detect</c>).</summary>
public sealed class DetectOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Soc:Detect";

    /// <summary>Folders that hold rules, searched deep; at least one.</summary>
    public IList<string> RuleFolders { get; init; } = ["rules"];

    /// <summary>How late an event may be at least, also where a rule allows less; 0 s to 1 day.</summary>
    public TimeSpan Lateness { get; set; } = TimeSpan.Zero;

    /// <summary>The longest time between two looks for new events; 50 ms to 1 min.</summary>
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The most events that one commit covers; 1 to 10,000.</summary>
    public int BatchSize { get; set; } = 4096;

    /// <summary>The most groups that one rule holds in memory before the quiet ones are left to the store; 1,000 to 10,000,000.</summary>
    public int MaxOpenGroups { get; set; } = 250_000;

    /// <summary>How long a rule on single events has to be quiet before its next match is a new detection; 1 s to 1 day.</summary>
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>After which silence a source without a declared rhythm follows the clock; 1 s to 5 min.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a growing incident is saved at most; growth in agencies or systems is saved at once. 0 s to 5 min.</summary>
    public TimeSpan GrowthInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What is wrong with the settings: name, value, cure; nothing when all is right.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        if (RuleFolders.Count == 0)
            problems.Add($"{Section}:RuleFolders is empty; name at least one folder with rules.");
        Check(nameof(Lateness), Lateness, TimeSpan.Zero, TimeSpan.FromDays(1));
        Check(nameof(ScanInterval), ScanInterval, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1));
        Check(nameof(QuietTime), QuietTime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check(nameof(IdleAfter), IdleAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Check(nameof(GrowthInterval), GrowthInterval, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        if (BatchSize is < 1 or > 10_000)
            problems.Add($"{Section}:BatchSize is {BatchSize}; it must be 1 to 10,000.");
        if (MaxOpenGroups is < 1_000 or > 10_000_000)
            problems.Add($"{Section}:MaxOpenGroups is {MaxOpenGroups}; it must be 1,000 to 10,000,000.");
        return problems;

        void Check(string name, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
                problems.Add($"{Section}:{name} is {value}; it must be {least} to {most}.");
        }
    }
}
