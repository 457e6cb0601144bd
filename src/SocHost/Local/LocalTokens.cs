using SocApi.Auth;
using SocApi.Problems;
using SocHost.Commands;
using SocHost.Settings;

namespace SocHost.Local;

/// <summary>Tokens signed with the key of the data folder: who can read that file is the owner.</summary>
internal static class LocalTokens
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(10);

    /// <summary>A short token of the city SOC for one command.</summary>
    public static string Create(SocSettings settings, string role) =>
        Create(settings, new TokenRequest($"local:{Environment.UserName}", role, SocCore.Storage.AgencyScope.CitySoc, Short)).Jwt;

    /// <summary>A token as asked for.</summary>
    public static IssuedToken Create(SocSettings settings, TokenRequest request)
    {
        DataFolder.Create(settings.DataFolder);
        SigningKey key = SigningKey.LoadOrCreate(settings.Options.Api.KeyFolder);
        Answer<IssuedToken> answer = new TokenIssuer(key, settings.Options.Api.Audience, TimeProvider.System).Issue(request);
        return answer.IsDone(out IssuedToken? token, out Problem? problem) ? token : throw new CommandException(problem.Detail, 64);
    }
}
