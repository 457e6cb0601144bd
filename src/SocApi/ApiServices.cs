using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocApi.Auth;
using SocApi.Auth.Cookies;
using SocApi.Contracts;
using SocApi.Desk;
using SocApi.Endpoints;
using SocApi.Http;
using SocApi.Reports;
using SocCore.Ports;

namespace SocApi;

/// <summary>
/// Puts the API into a host. The host registers the stores (<c>IEventStore</c>, <c>ICaseStore</c>, <c>IStateStore</c>), a
/// <see cref="TimeProvider"/>, and the benches of the roles that run beside it.
/// </summary>
public static class ApiServices
{
    private const string CursorKey = "cursor.key";

    /// <summary>Registers desks, sign-in, limits, documents and reports.</summary>
    /// <param name="services">Where.</param>
    /// <param name="options">Settings of the API.</param>
    /// <param name="reports">Settings of reports; null: as they come, kept beside the keys.</param>
    public static IServiceCollection AddSocApi(this IServiceCollection services, ApiOptions options, ReportOptions? reports = null)
    {
        services.AddReports(reports ?? new ReportOptions { Folder = Path.Combine(options.KeyFolder, "reports") });
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRuleBench, NoRuleBench>();
        services.TryAddSingleton<IBackfill, NoBackfill>();
        services.TryAddSingleton<ISourceBench, NoSourceBench>();
        services.AddSingleton(_ => SigningKey.LoadOrCreate(options.KeyFolder));
        services.AddSingleton(_ => new CursorSeal(SecretFile.ReadOrCreateRandom(Path.Combine(options.KeyFolder, CursorKey), 32)));
        services.AddSingleton(static s => new TokenIssuer(s.GetRequiredService<SigningKey>(), s.GetRequiredService<ApiOptions>().Audience, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Revocations>();
        services.AddSingleton<OneTimeLinks>();
        services.AddSingleton<IncidentDesk>();
        services.AddSingleton<EventDesk>();
        services.AddSingleton<SourceDesk>();
        services.AddSingleton<RuleDesk>();
        services.AddSingleton<BackfillDesk>();
        services.AddSingleton<HealthDesk>();
        services.AddSingleton<RefusalLimiter>();
        services.AddSingleton<StreamLimiter>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddExceptionHandler<FailureAnswers>();
        services.AddProblemDetails();
        services.AddRateLimiter(limits => RequestLimits.Configure(limits, options));
        services.AddAntiforgery(static a => Strict(a.Cookie, "soc-form"));
        AddCookieKeys(services, options);
        services.ConfigureHttpJsonOptions(static json => SocJson.Configure(json.SerializerOptions));
        services.AddSocOpenApi();
        AddSignIn(services, options);
        return services;
    }

    /// <summary>The middleware, in its order: headers around everything, errors as documents, who it is, how much, whether they may.</summary>
    public static IApplicationBuilder UseSocApi(this IApplicationBuilder app)
    {
        // A key that cannot be read stops the start, not the first request.
        app.ApplicationServices.GetRequiredService<SigningKey>();
        app.ApplicationServices.GetRequiredService<CursorSeal>();
        return app.UseMiddleware<SecurityHeaders>()
            .UseMiddleware<OriginCheck>()
            .UseExceptionHandler(static _ => { })
            .UseStatusCodePages(EmptyAnswers.FillAsync)
            .UseRouting()
            .UseAuthentication()
            .UseRateLimiter()
            .UseAuthorization()
            .UseAntiforgery();
    }

    /// <summary>The endpoints: <c>/api/v1</c>, health, sign-in, the OpenAPI document and the page that shows it.</summary>
    public static IEndpointRouteBuilder MapSocApi(this IEndpointRouteBuilder endpoints)
    {
        RouteGroupBuilder api = endpoints.MapGroup("/api/v1");
        IncidentEndpoints.Map(api);
        IncidentActionEndpoints.Map(api);
        EventEndpoints.Map(api);
        DeadLetterEndpoints.Map(api);
        SourceEndpoints.Map(api);
        RuleEndpoints.Map(api);
        MetaEndpoints.Map(api);
        StreamEndpoints.Map(api);
        ReportEndpoints.Map(api);
        HealthEndpoints.Map(endpoints);
        SignInEndpoints.Map(endpoints);
        OpenApiEndpoints.Map(endpoints);
        return endpoints;
    }

    private static void AddCookieKeys(IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(_ => new KeyRingSeal(SecretFile.ReadOrCreateRandom(Path.Combine(options.KeyFolder, CursorKey), 32)));
        services.AddSingleton<StoredKeyRing>();
        // Before data protection's own service, which looks at the keys when it starts.
        services.AddHostedService(static s => s.GetRequiredService<StoredKeyRing>());
        services.AddDataProtection().SetApplicationName("soc");
        services.AddOptions<KeyManagementOptions>().Configure<StoredKeyRing, KeyRingSeal>(static (keys, ring, seal) =>
        {
            keys.XmlRepository = ring;
            keys.XmlEncryptor = seal;
        });
    }

    private static void AddSignIn(IServiceCollection services, ApiOptions options)
    {
        bool hasOidc = options.Oidc.Authority is not null;
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalResults>();
        services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
        services.AddSingleton(s => new SchemeChoice(s.GetRequiredService<SigningKey>(), hasOidc, options.Oidc.AcceptEmbedded));
        var authentication = services.AddAuthentication(Schemes.Choice)
            .AddPolicyScheme(Schemes.Choice, null, static p => p.ForwardDefaultSelector = static c => c.RequestServices.GetRequiredService<SchemeChoice>().For(c))
            .AddJwtBearer(Schemes.Embedded)
            .AddCookie(Schemes.Console);
        services.AddOptions<JwtBearerOptions>(Schemes.Embedded).Configure<SigningKey, TimeProvider>((jwt, key, time) =>
        {
            jwt.MapInboundClaims = false;
            jwt.IncludeErrorDetails = false;
            jwt.TokenValidationParameters = TokenChecks.Embedded(key, options.Audience, time);
            jwt.Events = new JwtBearerEvents { OnTokenValidated = TokenChecks.CheckAsync };
        });
        if (hasOidc)
        {
            authentication.AddJwtBearer(Schemes.Oidc);
            services.AddOptions<JwtBearerOptions>(Schemes.Oidc).Configure<TimeProvider>((jwt, time) => Oidc(jwt, options, time));
        }

        services.AddOptions<CookieAuthenticationOptions>(Schemes.Console).Configure<TimeProvider>(Console);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder(Schemes.Choice).RequireAuthenticatedUser().Build());
    }

    private static void Oidc(JwtBearerOptions jwt, ApiOptions options, TimeProvider time)
    {
        jwt.Authority = options.Oidc.Authority;
        jwt.Audience = options.Audience;
        jwt.MapInboundClaims = false;
        jwt.IncludeErrorDetails = false;
        jwt.RequireHttpsMetadata = true;
        jwt.TokenValidationParameters = TokenChecks.Oidc(options.Oidc, options.Audience, time);
        jwt.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                TokenChecks.Rename(context, options.Oidc);
                return TokenChecks.CheckAsync(context);
            },
        };
    }

    private static void Console(CookieAuthenticationOptions cookie, TimeProvider time)
    {
        Strict(cookie.Cookie, "soc");
        cookie.CookieManager = new HostCookies();
        cookie.LoginPath = SignInEndpoints.Path;
        cookie.SlidingExpiration = false;
        cookie.TimeProvider = time;
        cookie.Events.OnRedirectToAccessDenied = static context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = static async context =>
        {
            IServiceProvider services = context.HttpContext.RequestServices;
            bool isValid = context.Principal is not null && await ConsolePrincipal.IsValidAsync(
                context.Principal, services.GetRequiredService<Revocations>(), services.GetRequiredService<TimeProvider>(), context.HttpContext.RequestAborted).ConfigureAwait(false);
            if (!isValid)
                context.RejectPrincipal();
        };
    }

    private static void Strict(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}
