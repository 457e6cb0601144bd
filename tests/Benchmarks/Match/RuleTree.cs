namespace Benchmarks.Match;

/// <summary>One folder that holds the enabled rule folders of the community set and nothing else, for a contender that takes only one.</summary>
internal sealed class RuleTree : IDisposable
{
    /// <summary>The folders whose rules are meant to run; deprecated, placeholder and unsupported rules lie beside them.</summary>
    public static readonly string[] Enabled = ["rules", "rules-emerging-threats", "rules-threat-hunting"];

    private RuleTree(string folder, int count)
    {
        Folder = folder;
        Count = count;
    }

    public string Folder { get; }

    /// <summary>How many rules there are.</summary>
    public int Count { get; }

    public static RuleTree Copy(string rules)
    {
        string folder = Directory.CreateTempSubdirectory("soc-rules-").FullName;
        int count = 0;
        foreach (string enabled in Enabled)
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(rules, enabled), "*.yml", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(folder, Path.GetRelativePath(rules, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
                count++;
            }
        }

        return new RuleTree(folder, count);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
