using System.CommandLine;
using SocApi.Auth;
using SocCore.Time;
using SocHost.Local;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc token …</c>: access tokens of the embedded issuer.</summary>
internal static class TokenCommands
{
    public static Command Create()
    {
        Option<string> role = new("--role") { Description = $"One of {string.Join(", ", Roles.All.Keys.Order(StringComparer.Ordinal))}", DefaultValueFactory = static _ => "analyst", HelpName = "ROLE" };
        Option<string> agency = new("--agency") { Description = "Whose rows it sees; soc sees the whole city", DefaultValueFactory = static _ => "soc", HelpName = "ID" };
        Option<string> ttl = new("--ttl") { Description = "How long it is valid: 1h, 8h, at most 30d", DefaultValueFactory = static _ => "8h", HelpName = "T" };
        Option<string?> subject = new("--subject") { Description = "Who it is for; default: you", HelpName = "NAME" };
        Option<bool> json = GlobalOptions.Json();
        Command create = new("create", "Makes an access token and prints it") { role, agency, ttl, subject, json };
        create.SetAction(parsed =>
        {
            if (!Timespans.TryParse(parsed.GetValue(ttl), out TimeSpan span))
                throw new CommandException($"--ttl '{parsed.GetValue(ttl)}' is no duration; write 1h, 8h or 30d", 64);
            SocSettings settings = SocSettings.Load(parsed);
            IssuedToken token = LocalTokens.Create(settings, new TokenRequest(parsed.GetValue(subject) ?? Environment.UserName, parsed.GetValue(role)!, parsed.GetValue(agency)!, span));
            if (parsed.GetValue(json))
                Output.Object(new { token = token.Jwt, id = token.TokenId, expires = token.Expires, role = parsed.GetValue(role), agency = parsed.GetValue(agency) });
            else
                Console.Out.WriteLine(token.Jwt);
            return 0;
        });
        return new Command("token", "Access tokens of the embedded issuer") { create };
    }
}
