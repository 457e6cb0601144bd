using System.Text;

namespace SocHost.Commands;

/// <summary>Writes the beginnings of a log source: a file that loads, and samples to fill.</summary>
internal static class SourceScaffold
{
    /// <summary>Writes <c>system/source</c> below a folder of sources; an existing file is never touched.</summary>
    /// <param name="folder">The folder of sources.</param>
    /// <param name="id">system/source.</param>
    /// <param name="lines">Lines that a sender sent, for the good sample; may be empty.</param>
    public static string Create(string folder, string id, IReadOnlyList<string> lines)
    {
        string[] parts = id.Split('/');
        if (parts.Length != 2 || !parts.All(static p => p.Length > 0 && p.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')))
            throw new CommandException($"'{id}' must be system/source of a–z, 0–9, - and _, as in parking/gates", 64);
        string home = Path.Combine(folder, parts[0]);
        string file = Path.Combine(home, parts[1] + ".yml");
        if (File.Exists(file))
            throw new CommandException($"'{file}' is there already; choose another name");
        string samples = Directory.CreateDirectory(Path.Combine(home, "samples")).FullName;
        File.WriteAllText(file, Text(id, parts[0], parts[1], ProgramOf(lines)));
        File.WriteAllText(Path.Combine(samples, parts[1] + ".good.log"), string.Join('\n', lines) + (lines.Count > 0 ? "\n" : ""));
        foreach (string story in (string[])["ugly", "nonsense"])
            File.WriteAllText(Path.Combine(samples, $"{parts[1]}.{story}.log"), "");
        string readme = Path.Combine(home, "README.md");
        if (!File.Exists(readme))
            File.WriteAllText(readme, $"# {parts[0]}\n\nWhat the system is, who sends, and three lines as they arrive.\n");
        return file;
    }

    private static string Text(string id, string system, string source, string program) => $$"""
        id: {{id}}
        title:
          vi: Tên nguồn bằng tiếng Việt
          en: {{source}} of {{system}}
        system: {{system}}
        dataset: {{new StringBuilder(system).Replace("-", "_")}}.{{new StringBuilder(source).Replace("-", "_")}}
        claims:
          - program: {{program}}
        format: text
        set:
          event.kind: event
        logsources:
          - product: {{system}}
            service: {{source}}

        """;

    /// <summary>The program that the first line names, as in <c>… host name[12]: …</c>.</summary>
    private static string ProgramOf(IReadOnlyList<string> lines)
    {
        foreach (string word in lines.SelectMany(static l => l.Split(' ')))
        {
            int end = word.IndexOfAny(['[', ':']);
            if (end > 0 && word.EndsWith(':') && word[..end].All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                return word[..end];
        }

        return "program";
    }
}
