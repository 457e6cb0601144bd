namespace SocHost.Commands;

/// <summary>Writes the beginnings of a rule: one that loads, and whose tests pass, so that only its content is left to change.</summary>
internal static class RuleScaffold
{
    /// <summary>Writes <c>system/name</c> below a folder of rules; an existing file is never touched.</summary>
    public static string Create(string folder, string path)
    {
        string[] parts = path.Split('/');
        if (parts.Length != 2 || !parts.All(static p => p.Length > 0 && p.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')))
            throw new CommandException($"'{path}' must be system/name of a–z, 0–9, - and _, as in parking/many_refunds", 64);
        string file = Path.Combine(folder, parts[0], parts[1] + ".yml");
        if (File.Exists(file))
            throw new CommandException($"'{file}' is there already; choose another name");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, Text(parts[1], Guid.CreateVersion7(TimeProvider.System.GetUtcNow())));
        return file;
    }

    private static string Text(string name, Guid id) => $$"""
        title: {{name.Replace('_', ' ')}}
        id: {{id}}
        status: experimental
        description: What it finds, and why that is worth a look.
        author: SmartCity SOC
        level: medium
        logsource:
          product: linux
          service: sshd
        detection:
          selection:
            event.outcome: failure
          condition: selection
        falsepositives:
          - What looks alike and is none.
        soc:
          state: shadow
          incident:
            title:
              vi: Tiêu đề bằng tiếng Việt
              en: Title in English
            group_by: [source.ip]
          tests:
            - name: hit
              expect: hit
              event: { event.outcome: failure, source.ip: 192.0.2.1 }
            - name: near miss
              expect: miss
              event: { event.outcome: success, source.ip: 192.0.2.1 }

        """;
}
