using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SocApi.Auth;
using SocApi.Tests.City;

namespace SocApi.Tests;

/// <summary>Tokens of the city's identity provider, whose keys the test holds.</summary>
public sealed class OidcTests : IDisposable
{
    private const string Issuer = "https://id.example.org/realms/city";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256, "at+jwt", HttpStatusCode.OK)]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256, "at+jwt", HttpStatusCode.OK)]
    [InlineData(SecurityAlgorithms.EcdsaSha256, "at+jwt", HttpStatusCode.OK)]
    [InlineData(SecurityAlgorithms.RsaSha384, "at+jwt", HttpStatusCode.Unauthorized)]
    [InlineData(SecurityAlgorithms.RsaSha256, "JWT", HttpStatusCode.Unauthorized)]
    public async Task Provider_signs_with_three_algorithms_and_access_tokens_only(string algorithm, string type, HttpStatusCode expected)
    {
        await using ApiHost host = await StartAsync();
        Assert.Equal(expected, await CallAsync(host, Token(host, algorithm, type)));
    }

    [Fact]
    public async Task Claims_come_under_the_names_that_the_settings_say()
    {
        await using ApiHost host = await StartAsync(static o => (o.Oidc.RoleClaim, o.Oidc.AgencyClaim, o.Oidc.NameClaim) = ("groups", "org", "preferred_username"));
        string token = Token(host, SecurityAlgorithms.RsaSha256, "at+jwt", new()
        {
            ["groups"] = new[] { "viewer", "offline_access", "auditor" },
            ["org"] = "so-gtvt",
            ["preferred_username"] = "Bình",
            ["role"] = "admin",
            ["agency"] = "soc",
        });
        using HttpClient client = host.Client(token);
        JsonNode me = await ApiHost.JsonAsync(await client.GetAsync("/api/v1/me"));
        Assert.Equal(["viewer", "auditor"], me["roles"]!.AsArray().Select(static r => r!.GetValue<string>()));
        Assert.Equal(("so-gtvt", "Bình"), (me["agency"]!.GetValue<string>(), me["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Token_type_of_the_provider_is_a_setting()
    {
        await using ApiHost host = await StartAsync(static o => o.Oidc.TokenTypes.Add("JWT"));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, Token(host, SecurityAlgorithms.RsaSha256, "JWT")));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, Token(host, SecurityAlgorithms.RsaSha256, "at+jwt")));
    }

    [Theory]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task Embedded_issuer_beside_the_provider_is_a_setting(bool accepts, HttpStatusCode expected)
    {
        await using ApiHost host = await StartAsync(o => o.Oidc.AcceptEmbedded = accepts);
        Assert.Equal(expected, await CallAsync(host, host.Token("viewer")));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, Token(host, SecurityAlgorithms.RsaSha256, "at+jwt")));
    }

    [Fact]
    public async Task Issuers_cannot_speak_for_each_other()
    {
        await using ApiHost host = await StartAsync(static o => o.Oidc.AcceptEmbedded = true);
        SigningKey embedded = host.Services.GetRequiredService<SigningKey>();
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, Token(host, SecurityAlgorithms.RsaSha256, "at+jwt", issuer: embedded.Issuer)));
        SecurityTokenDescriptor descriptor = Descriptor(host, new SigningCredentials(embedded.Key, SecurityAlgorithms.EcdsaSha256), "at+jwt", [], Issuer);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, new JsonWebTokenHandler().CreateToken(descriptor)));
    }

    private async Task<ApiHost> StartAsync(Action<ApiOptions>? configure = null) => await ApiHost.StartAsync(
        options =>
        {
            options.Oidc.Authority = Issuer;
            configure?.Invoke(options);
        },
        services => services.PostConfigure<JwtBearerOptions>(Schemes.Oidc, jwt =>
        {
            OpenIdConnectConfiguration configuration = new() { Issuer = Issuer };
            configuration.SigningKeys.Add(new RsaSecurityKey(_rsa.ExportParameters(false)) { KeyId = "rsa" });
            configuration.SigningKeys.Add(new ECDsaSecurityKey(ECDsa.Create(_ec.ExportParameters(false))) { KeyId = "ec" });
            jwt.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
        }));

    private string Token(ApiHost host, string algorithm, string type, Dictionary<string, object>? claims = null, string issuer = Issuer)
    {
        SecurityKey key = algorithm == SecurityAlgorithms.EcdsaSha256 ? new ECDsaSecurityKey(_ec) { KeyId = "ec" } : new RsaSecurityKey(_rsa) { KeyId = "rsa" };
        return new JsonWebTokenHandler().CreateToken(Descriptor(host, new SigningCredentials(key, algorithm), type, claims ?? [], issuer));
    }

    private static SecurityTokenDescriptor Descriptor(ApiHost host, SigningCredentials credentials, string type, Dictionary<string, object> claims, string issuer)
    {
        Dictionary<string, object> all = new() { ["sub"] = "u1", ["jti"] = "j1", ["role"] = "viewer", ["agency"] = "soc" };
        foreach ((string name, object value) in claims)
            all[name] = value;
        DateTime now = host.Clock.GetUtcNow().UtcDateTime;
        return new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = "soc-api",
            TokenType = type,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            SigningCredentials = credentials,
            Claims = all,
        };
    }

    private static async Task<HttpStatusCode> CallAsync(ApiHost host, string token)
    {
        using HttpClient client = host.Client(token);
        return (await client.GetAsync("/api/v1/me")).StatusCode;
    }
}
