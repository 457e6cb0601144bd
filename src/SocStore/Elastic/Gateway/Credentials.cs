using System.Net.Http.Headers;
using System.Text;

namespace SocStore.Elastic.Gateway;

/// <summary>Makes the Authorization header of each attempt, from what the secret files hold then.</summary>
internal sealed class Credentials
{
    private readonly string? _username;
    private readonly Func<string>? _secret;
    private readonly string _scheme = "Basic";

    public Credentials(ElasticOptions options)
    {
        _username = options.Username;
        if (options.ApiKeyFile is not null || options.ApiKey is not null)
        {
            _scheme = "ApiKey";
            _secret = Source(options.ApiKeyFile, options.ApiKey);
        }
        else if (options.TokenFile is not null)
        {
            _scheme = "Bearer";
            _secret = Source(options.TokenFile, null);
        }
        else if (_username is not null)
        {
            _secret = Source(options.PasswordFile, options.Password);
        }
    }

    /// <summary>The header, or null where nobody signs in.</summary>
    public AuthenticationHeaderValue? Header()
    {
        if (_secret is null)
            return null;
        string secret = _secret();
        // A key comes as the server showed it, already encoded, or as id:key.
        return _scheme switch
        {
            "ApiKey" => new AuthenticationHeaderValue(_scheme, secret.Contains(':', StringComparison.Ordinal) ? Encode(secret) : secret),
            "Bearer" => new AuthenticationHeaderValue(_scheme, secret),
            _ => new AuthenticationHeaderValue(_scheme, Encode($"{_username}:{secret}")),
        };
    }

    private static Func<string> Source(string? file, string? secret)
    {
        if (file is null)
            return () => secret!;
        SecretFile read = new(file);
        return read.Read;
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
