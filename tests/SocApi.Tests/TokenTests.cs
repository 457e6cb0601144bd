using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SocApi.Auth;
using SocApi.Tests.City;

namespace SocApi.Tests;

/// <summary>Tokens that must not open anything: made by hand, byte by byte, as an attacker would.</summary>
public sealed class TokenTests
{
    private static readonly string[] KidPayloads =
    [
        "", "../../../../dev/null", "..%2f..%2fetc%2fpasswd", "/dev/null", "file:///etc/passwd", "http://192.0.2.1/key.pem", "https://example.org/jwks.json", "' or '1'='1",
        "1; drop table keys", "' union select 'secret' --", "\u0000", "key\u0000.pem", "${jndi:ldap://192.0.2.1/a}", "{{7*7}}", "$(id)", "`id`", "| cat /etc/passwd", "\r\nX: y", "\uD83D\uDE00", "*",
    ];

    [Fact]
    public async Task Right_token_opens_the_door()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, Forge(host)));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, host.Token("viewer")));
    }

    [Fact]
    public async Task Without_token_there_is_a_problem_document_and_no_reason()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient nobody = host.Client(null, "vi");
        HttpResponseMessage response = await nobody.GetAsync("/api/v1/incidents");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().ToString());
        JsonNode problem = await ApiHost.JsonAsync(response);
        Assert.Equal("urn:soc:problem:unauthenticated", problem["type"]!.GetValue<string>());
        Assert.Equal("Cần token hợp lệ", problem["title"]!.GetValue<string>());
        using HttpClient forger = host.Client(Forge(host, header: static h => h["alg"] = "none", sign: false));
        Assert.Equal("Bearer error=\"invalid_token\"", (await forger.GetAsync("/api/v1/me")).Headers.WwwAuthenticate.Single().ToString());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("")]
    [InlineData("ES256")]
    public async Task Unsigned_token_is_refused(string algorithm)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        string token = Forge(host, header: h => h["alg"] = algorithm, sign: false);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, token));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, token.TrimEnd('.')));
    }

    [Fact]
    public async Task Public_key_is_no_shared_secret()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using ECDsa key = PublicKey(host);
        ECPoint q = key.ExportParameters(false).Q;
        string jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}""";
        byte[][] secrets =
        [
            Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n"), key.ExportSubjectPublicKeyInfo(),
            Encoding.ASCII.GetBytes(jwk), [.. q.X!, .. q.Y!], [4, .. q.X!, .. q.Y!],
        ];
        foreach (byte[] secret in secrets)
        {
            string unsigned = Forge(host, header: static h => h["alg"] = "HS256", sign: false).TrimEnd('.');
            string token = $"{unsigned}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(unsigned)))}";
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, token));
        }
    }

    [Fact]
    public async Task Key_id_only_ever_names_the_key_that_is_there()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        foreach (string kid in KidPayloads)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, Forge(host, header: h => h["kid"] = kid)));
            // Nor does an empty file, which some resolvers would read as a key of no bytes, sign anything.
            string unsigned = Forge(host, header: h => (h["alg"], h["kid"]) = ("HS256", kid), sign: false).TrimEnd('.');
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, $"{unsigned}.{Base64Url.EncodeToString(HMACSHA256.HashData(Array.Empty<byte>(), Encoding.ASCII.GetBytes(unsigned)))}"));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, Forge(host, header: static h => h.Remove("kid"))));
    }

    [Fact]
    public async Task Token_cannot_bring_its_own_key()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECPoint q = own.ExportParameters(false).Q;
        JsonObject jwk = new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(q.X), ["y"] = Base64Url.EncodeToString(q.Y) };
        Action<JsonObject>[] headers =
        [
            static _ => { },
            h => h["jwk"] = jwk.DeepClone(),
            static h => h["jku"] = "http://127.0.0.1:9/jwks.json",
            static h => h["x5u"] = "http://127.0.0.1:9/cert.pem",
            static h => h["x5c"] = new JsonArray("MIIB"),
            static h => h["kid"] = "mine",
        ];
        foreach (Action<JsonObject> header in headers)
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, Forge(host, header: header, key: own)));
    }

    [Theory]
    [InlineData("exp", -29, HttpStatusCode.OK)]
    [InlineData("exp", -31, HttpStatusCode.Unauthorized)]
    [InlineData("exp", null, HttpStatusCode.Unauthorized)]
    [InlineData("nbf", 29, HttpStatusCode.OK)]
    [InlineData("nbf", 31, HttpStatusCode.Unauthorized)]
    public async Task Times_are_held_to_thirty_seconds(string claim, int? seconds, HttpStatusCode expected)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        string token = Forge(host, payload: p =>
        {
            if (seconds is { } shift)
                p[claim] = host.Clock.GetUtcNow().ToUnixTimeSeconds() + shift;
            else
                p.Remove(claim);
        });
        Assert.Equal(expected, await CallAsync(host, token));
    }

    [Fact]
    public async Task Every_claim_that_says_whose_and_what_for_counts()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        (string Name, Action<JsonObject> Header, Action<JsonObject> Payload)[] cases =
        [
            ("other audience", static _ => { }, static p => p["aud"] = "other"),
            ("no audience", static _ => { }, static p => p.Remove("aud")),
            ("other issuer", static _ => { }, static p => p["iss"] = "urn:soc:embedded:other"),
            ("no issuer", static _ => { }, static p => p.Remove("iss")),
            ("ID token", static h => h["typ"] = "JWT", static _ => { }),
            ("refresh token", static h => h["typ"] = "Refresh", static _ => { }),
            ("no type", static h => h.Remove("typ"), static _ => { }),
            ("no subject", static _ => { }, static p => p.Remove("sub")),
            ("no agency", static _ => { }, static p => p.Remove("agency")),
            ("empty agency", static _ => { }, static p => p["agency"] = ""),
            ("agency of nobody", static _ => { }, static p => p["agency"] = "unassigned"),
            ("no id", static _ => { }, static p => p.Remove("jti")),
        ];
        foreach ((string name, Action<JsonObject> header, Action<JsonObject> payload) in cases)
            Assert.True(await CallAsync(host, Forge(host, header, payload)) == HttpStatusCode.Unauthorized, name);
    }

    [Fact]
    public async Task Token_of_another_installation_or_of_a_provider_is_refused()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await using ApiHost other = await ApiHost.StartAsync();
        await using ApiHost provider = await ApiHost.StartAsync(static o => o.Oidc.Authority = "https://127.0.0.1:9");
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, other.Token("viewer")));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, Forge(host, payload: static p => p["iss"] = "https://127.0.0.1:9")));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(provider, provider.Token("viewer")));
    }

    [Fact]
    public async Task Revoked_token_ends_at_once()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        IssuedToken token = host.Services.GetRequiredService<TokenIssuer>().Issue(new TokenRequest("ana", "viewer", "soc")).Value;
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, token.Jwt));
        await host.Services.GetRequiredService<Revocations>().RevokeAsync(token.TokenId, token.Expires, default);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, token.Jwt));
    }

    [Theory]
    [InlineData("viewer", "soc", 8, null)]
    [InlineData("boss", "soc", 8, "role")]
    [InlineData("viewer", "unassigned", 8, "agency")]
    [InlineData("viewer", "So GTVT", 8, "agency")]
    [InlineData("viewer", "soc", 721, "ttl")]
    [InlineData("viewer", "soc", 0, "ttl")]
    public async Task Issuer_makes_only_tokens_that_make_sense(string role, string agency, int hours, string? wrong)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        var answer = host.Services.GetRequiredService<TokenIssuer>().Issue(new TokenRequest("ana", role, agency, TimeSpan.FromHours(hours)));
        Assert.Equal(wrong, answer.Problem?.Errors.Keys.Single());
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Key_is_made_once_and_is_the_owners_alone()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are Unix's");
        string path = Directory.GetFiles(host.Options.KeyFolder, "*.pem").Single();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(host.Services.GetRequiredService<SigningKey>().KeyId, SigningKey.LoadOrCreate(host.Options.KeyFolder).KeyId);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", Assert.Throws<InvalidOperationException>(() => SigningKey.LoadOrCreate(host.Options.KeyFolder)).Message);
    }

    [Fact]
    public async Task Who_fails_too_often_is_told_to_wait()
    {
        await using ApiHost host = await ApiHost.StartAsync(static o => o.RefusalsPerMinute = 10);
        for (int i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, "x.y.z"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await CallAsync(host, "x.y.z"));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, host.Token("viewer")));
    }

    [Fact]
    public async Task Cookie_counts_for_nothing_below_the_api()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient client = host.Client(null);
        client.DefaultRequestHeaders.Add("Cookie", "soc=" + host.Token("lead"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    private static async Task<HttpStatusCode> CallAsync(ApiHost host, string token)
    {
        using HttpClient client = host.Client(null);
        HttpRequestMessage request = new(HttpMethod.Get, "/api/v1/me");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return (await client.SendAsync(request)).StatusCode;
    }

    private static ECDsa PublicKey(ApiHost host) => ECDsa.Create(host.Services.GetRequiredService<SigningKey>().Key.ECDsa.ExportParameters(false));

    /// <summary>A token as the issuer would make it, then changed; signed with the issuer's key, another one or none.</summary>
    private static string Forge(ApiHost host, Action<JsonObject>? header = null, Action<JsonObject>? payload = null, ECDsa? key = null, bool sign = true)
    {
        SigningKey real = host.Services.GetRequiredService<SigningKey>();
        long now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        JsonObject head = new() { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = real.KeyId };
        JsonObject body = new()
        {
            ["iss"] = real.Issuer,
            ["aud"] = "soc-api",
            ["sub"] = "ana",
            ["role"] = "viewer",
            ["agency"] = "soc",
            ["jti"] = "j1",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 600,
        };
        header?.Invoke(head);
        payload?.Invoke(body);
        string signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head.ToJsonString()))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(body.ToJsonString()))}";
        if (!sign)
            return signed + ".";
        byte[] signature = (key ?? real.Key.ECDsa).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
