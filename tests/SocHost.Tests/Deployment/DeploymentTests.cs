using System.CommandLine;
using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;
using SocCore.Yaml;
using SocHost.Settings;
using SocTesting;
using Xunit;

namespace SocHost.Tests.Deployment;

/// <summary>
/// The files by which others run the program: against the schema of the Compose Specification, a Dockerfile parser and
/// systemd itself, and every command line in them against the program's own.
/// </summary>
public sealed partial class DeploymentTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_compose_file_keeps_the_Compose_Specification()
    {
        string package = await NpmPackage.GetAsync("dclint", "3.1.0");
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(package, "schemas", "compose.schema.json"), Cancel);
        ComposeFile compose = ComposeFile.Read(PathOf("docker-compose.yml"));
        Assert.Empty(schema.Validate(compose.Json).Select(static e => $"line {e.LineNumber}, {e.Path}: {e.Kind}"));

        ICollection<ValidationError> broken = schema.Validate(compose.Json.Replace("\"healthcheck\"", "\"heathcheck\"", StringComparison.Ordinal));
        Assert.NotEmpty(broken);
    }

    [Fact]
    public void Everything_that_the_compose_file_refers_to_is_there()
    {
        ComposeFile compose = ComposeFile.Read(PathOf("docker-compose.yml"));
        Assert.Empty(compose.Dangling());
        Assert.Equal(["all"], compose.Profiles("soc"));
        Assert.All((string[])["collector", "detect", "api"], role => Assert.Equal(["roles"], compose.Profiles(role)));
    }

    [Fact]
    public void Containers_of_soc_are_read_only_and_without_rights_and_only_syslog_is_reachable_from_elsewhere()
    {
        ComposeFile compose = ComposeFile.Read(PathOf("docker-compose.yml"));
        foreach (string service in compose.Services.Where(compose.IsOurs))
        {
            Assert.Equal("true", compose.Text(service, "read_only"));
            Assert.Equal(["ALL"], compose.List(service, "cap_drop"));
            Assert.Equal(["no-new-privileges:true"], compose.List(service, "security_opt"));
        }

        string[] open = [.. compose.Services.SelectMany(s => compose.List(s, "ports")).Where(static p => !p.StartsWith("127.0.0.1:", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["5514:5514/tcp", "5514:5514/udp", "5520:5520/tcp"], open);
        Assert.Contains("USER 1654:1654", File.ReadAllText(PathOf("Dockerfile")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Dockerfile_passes_a_Dockerfile_linter()
    {
        string package = await NpmPackage.GetAsync("dockerfile-utils", "0.16.3");
        string linter = Path.Combine(package, "bin", "dockerfile-utils");
        (int _, string output) = await NpmPackage.RunNodeAsync(linter, "lint", PathOf("Dockerfile"));
        Assert.Equal("", output.Trim());

        string broken = Path.Combine(Directory.CreateTempSubdirectory("soc-docker-").FullName, "Dockerfile");
        await File.WriteAllTextAsync(broken, File.ReadAllText(PathOf("Dockerfile")).Replace("WORKDIR /app\n", "WORKDIR\n", StringComparison.Ordinal), Cancel);
        (int _, string findings) = await NpmPackage.RunNodeAsync(linter, "lint", broken);
        Assert.NotEqual("", findings.Trim());
    }

    [Fact]
    public void Every_command_line_in_them_is_one_of_the_program()
    {
        string[][] lines =
        [
            .. CommandsOf("docker-compose.yml", ComposeFile.Read(PathOf("docker-compose.yml"))),
            .. File.ReadAllLines(PathOf("deploy/compose/set-up.sh")).Where(static l => l.Contains("soc.dll", StringComparison.Ordinal)).Select(AfterProgram),
            .. Directory.GetFiles(PathOf("deploy/systemd")).SelectMany(File.ReadAllLines).Where(static l => l.StartsWith("ExecStart=", StringComparison.Ordinal))
                .Select(static l => AfterProgram(l.Replace("%i", "collector", StringComparison.Ordinal))),
        ];
        Assert.Equal(8, lines.Length);
        Assert.All(lines, static line => Assert.Empty(CommandLine.Build().Parse(line).Errors.Select(e => $"{string.Join(' ', line)}: {e.Message}")));
    }

    [Fact]
    public void Every_setting_in_the_compose_file_is_one_of_the_program()
    {
        ComposeFile compose = ComposeFile.Read(PathOf("docker-compose.yml"));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("soc-compose-");
        string secret = Path.Combine(folder.FullName, "elastic");
        File.WriteAllText(secret, "made-up");
        foreach (string service in compose.Services.Where(compose.IsOurs))
        {
            string settings = compose.Settings(service).Replace("/run/secrets/elastic", secret, StringComparison.Ordinal);
            string file = Path.Combine(folder.FullName, service + ".json");
            File.WriteAllText(file, settings);
            List<YamlProblem> problems = [];
            SocSettings read = SocSettings.Load(file, folder.FullName, null, problems);
            Assert.Empty(problems.Select(p => $"{service}: {p}"));
            if (compose.Profiles(service).Count > 0)
                Assert.Equal(StoreKind.Elasticsearch, read.Options.Store.Kind);
        }

        Assert.Contains("5514", compose.Settings("collector"), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_units_pass_systemd()
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
            Assert.Skip("there is no systemd-analyze on this machine");
        // systemd looks at the program too: here it is a stand-in of that name.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("soc-units-");
        foreach (string unit in Directory.GetFiles(PathOf("deploy/systemd")))
        {
            string text = (await File.ReadAllTextAsync(unit, Cancel)).Replace("/usr/bin/dotnet", "/bin/true", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, Path.GetFileName(unit)), text, Cancel);
        }

        File.Move(Path.Combine(folder.FullName, "soc@.service"), Path.Combine(folder.FullName, "soc@detect.service"));
        Assert.Equal("", await VerifyAsync([.. Directory.GetFiles(folder.FullName)]));
        string broken = Path.Combine(folder.FullName, "broken.service");
        await File.WriteAllTextAsync(broken, "[Service]\nExecStart=/bin/true\nProtectSystem=perhaps\n", Cancel);
        Assert.Contains("broken.service:3", await VerifyAsync([broken]), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static string PathOf(string relative) => Path.Combine(SharedData.Root, relative);

    private static IEnumerable<string[]> CommandsOf(string file, ComposeFile compose) =>
        compose.Services.Where(s => compose.IsOurs(s) && compose.List(s, "entrypoint").Count == 0).Select(s => compose.List(s, "command").ToArray());

    private static string[] AfterProgram(string line) => Words().Split(line[(line.IndexOf("soc.dll", StringComparison.Ordinal) + 7)..].Trim());

    private static async Task<string> VerifyAsync(string[] units)
    {
        System.Diagnostics.ProcessStartInfo start = new("/usr/bin/systemd-analyze", ["verify", "--man=no", "--generators=no", .. units]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        string said = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        // Other units of the machine are none of our business.
        return string.Join('\n', said.Split('\n').Where(l => units.Any(u => l.Contains(Path.GetFileName(u), StringComparison.Ordinal))));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Words();
}
