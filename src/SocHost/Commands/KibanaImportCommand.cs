using System.CommandLine;
using System.Net;
using SocCore.Time;
using SocHost.Kibana.Building;
using SocHost.Kibana.Content;
using SocHost.Kibana.Importing;

namespace SocHost.Commands;

/// <summary><c>soc kibana import</c>: sends the built dashboards to a Kibana.</summary>
internal static class KibanaImportCommand
{
    private const string AllLanguages = "all";

    private static readonly Option<string> Url = new("--url") { Description = "The Kibana, as in https://kibana.example.org:5601/base-path", Required = true, HelpName = "URL" };
    private static readonly Option<string?> Space = new("--space") { Description = "The space; left out: the default one", HelpName = "ID" };
    private static readonly Option<string> Language = new("--language") { Description = $"{string.Join(", ", Languages.All)} or {AllLanguages}; each has dashboards of its own", DefaultValueFactory = static _ => Languages.Vietnamese, HelpName = "WORD" };
    private static readonly Option<string[]> File = new("--file") { Description = "Send these files in place of the built ones", HelpName = "FILE" };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace objects that are there already" };
    private static readonly Option<string?> ApiKeyFile = new("--api-key-file") { Description = "File with an API key, encoded or id:key", HelpName = "FILE" };
    private static readonly Option<string?> User = new("--user") { Description = "User, with --password-file", HelpName = "NAME" };
    private static readonly Option<string?> PasswordFile = new("--password-file") { Description = "File with the user's password", HelpName = "FILE" };
    private static readonly Option<string?> Authority = new("--ca") { Description = "Certificate authority that signed Kibana's certificate (PEM)", HelpName = "FILE" };
    private static readonly Option<bool> AllowPlainHttp = new("--allow-plain-http") { Description = "Send credentials unencrypted to another machine" };
    private static readonly Option<string> Wait = new("--wait") { Description = "How long to wait for a Kibana that is starting: 30s, 2m", DefaultValueFactory = static _ => "0s", HelpName = "T" };
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        Command command = new("import", "Sends the built dashboards to a Kibana")
        {
            Url, Space, Language, File, Overwrite, ApiKeyFile, User, PasswordFile, Authority, AllowPlainHttp, Wait, Json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                return await RunAsync(parsed, cancel);
            }
            catch (KibanaException e)
            {
                throw new CommandException(e.Message);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        KibanaTarget target = TargetOf(parsed);
        IReadOnlyList<string> files = Files(parsed);
        if (!Timespans.TryParse(parsed.GetValue(Wait), out TimeSpan wait))
            throw new CommandException($"--wait '{parsed.GetValue(Wait)}' is no duration; write 30s or 2m", 64);
        using HttpClient http = KibanaHttp.Open(target);
        KibanaClient client = new(http, target, TimeProvider.System);
        string? version = await client.WaitAsync(wait, cancel);
        int imported = 0;
        List<ImportRefusal> refusals = [];
        foreach (string file in files)
        {
            ImportOutcome outcome = await client.ImportAsync(Path.GetFileName(file), await System.IO.File.ReadAllBytesAsync(file, cancel), parsed.GetValue(Overwrite), cancel);
            imported += outcome.Imported;
            refusals.AddRange(outcome.Refusals);
        }

        if (parsed.GetValue(Json))
            Output.Object(new { kibana = target.Name, version, space = target.Space, files, imported, refused = refusals.Select(static r => new { r.Type, r.Id, r.Title, r.Reason }) });
        else
            Console.Out.WriteLine($"{imported} objects imported into Kibana {version ?? "of unknown version"} at {target.Name}{(target.Space is { } space ? $", space '{space}'" : "")}");
        foreach (ImportRefusal refusal in refusals)
            await Console.Error.WriteLineAsync(Output.Visible(refusal.ToString()));
        return refusals.Count == 0 ? 0 : throw new CommandException($"{refusals.Count} {(refusals.Count == 1 ? "object was" : "objects were")} not taken; each line above says why");
    }

    private static string[] Files(ParseResult parsed)
    {
        string language = parsed.GetValue(Language)!;
        if (language != AllLanguages && !Languages.All.Contains(language))
            throw new CommandException($"--language '{language}' is unknown; use {string.Join(", ", Languages.All)} or {AllLanguages}", 64);
        string built = ContentPath.Built(ContentPath.Of(null));
        string[] files = parsed.GetValue(File) is { Length: > 0 } given
            ? given
            : [.. Languages.All.Where(l => language == AllLanguages || language == l).Select(l => Path.Combine(built, Bundles.NameOf(l)))];
        if (files.FirstOrDefault(static f => !System.IO.File.Exists(f)) is { } missing)
            throw new CommandException($"'{missing}' is not there; check the path, or run soc kibana build");
        return files;
    }

    private static KibanaTarget TargetOf(ParseResult parsed)
    {
        string address = parsed.GetValue(Url)!;
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
            throw new CommandException($"--url '{address}' is no web address; write https://kibana.example.org:5601", 64);
        if (url.UserInfo.Length > 0)
            throw new CommandException("--url has a user in it, which others can read in the list of processes; use --user and --password-file", 64);
        string? user = parsed.GetValue(User);
        if (user is null != parsed.GetValue(PasswordFile) is null)
            throw new CommandException("--user and --password-file belong together; give both", 64);
        if (user is not null && parsed.GetValue(ApiKeyFile) is not null)
            throw new CommandException("--api-key-file and --user are two ways to say who asks; give one", 64);
        bool secret = user is not null || parsed.GetValue(ApiKeyFile) is not null;
        if (secret && url.Scheme == "http" && !IsLoopback(url) && !parsed.GetValue(AllowPlainHttp))
            throw new CommandException($"--url '{address}' would carry the credentials unencrypted to another machine; use https, or give --allow-plain-http", 64);
        return new KibanaTarget
        {
            Url = url,
            Space = parsed.GetValue(Space),
            ApiKey = Secret(parsed.GetValue(ApiKeyFile), "--api-key-file"),
            User = user,
            Password = Secret(parsed.GetValue(PasswordFile), "--password-file"),
            CaFile = parsed.GetValue(Authority) is { } authority ? Existing(authority, "--ca") : null,
        };
    }

    private static bool IsLoopback(Uri url) => url.IsLoopback || (IPAddress.TryParse(url.DnsSafeHost, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static string? Secret(string? file, string option)
    {
        if (file is null)
            return null;
        string secret = System.IO.File.ReadAllText(Existing(file, option)).Trim();
        return secret.Length > 0 ? secret : throw new CommandException($"{option} '{file}' is empty; write the secret into it");
    }

    private static string Existing(string file, string option) =>
        System.IO.File.Exists(file) ? file : throw new CommandException($"{option} '{file}' is not there; check the path");
}
