using SocDetect.Sigma;

namespace SocDetect.Tests.Sigma;

/// <summary>A folder of rule files that lives as long as a test.</summary>
internal sealed class RuleFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("soc-rules").FullName;

    public RuleFolder Write(string name, string text)
    {
        string file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public RuleLoadResult Load(RuleLoadOptions? options = null) => RuleLoader.Load([Path], options ?? new RuleLoadOptions());

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
