namespace SocHost.Simulation.Systems;

/// <summary>The single sign-on of citizens and officials: Keycloak's event log, in a file.</summary>
internal sealed class IdentityProvider(City city)
{
    private const string System = "digital-government";
    private const string File = "digital-government/keycloak.log";

    /// <summary>Where citizens are.</summary>
    public const string Citizens = "congdan";

    /// <summary>Where officials are.</summary>
    public const string Officials = "canbo";

    /// <summary>Somebody signed in.</summary>
    public void Login(string realm, string user, string address) => Event("DEBUG", "LOGIN", realm, user, address, null);

    /// <summary>Somebody signed out.</summary>
    public void Logout(string realm, string user, string address) => Event("DEBUG", "LOGOUT", realm, user, address, null);

    /// <summary>Somebody was not let in; the error is Keycloak's word (user_not_found, invalid_user_credentials …).</summary>
    public void LoginError(string realm, string user, string address, string error) => Event("WARN", "LOGIN_ERROR", realm, user, address, error);

    /// <summary>The second factor was set anew.</summary>
    public void UpdateTotp(string realm, string user, string address) => Event("DEBUG", "UPDATE_TOTP", realm, user, address, null);

    /// <summary>The password was set anew.</summary>
    public void UpdatePassword(string realm, string user, string address) => Event("DEBUG", "UPDATE_PASSWORD", realm, user, address, null);

    private void Event(string level, string type, string realm, string user, string address, string? error)
    {
        string userId = error == "user_not_found" ? "null" : UserId(user);
        string problem = error is null ? "" : LineText.Of($", error=\"{error}\"");
        string client = realm == Citizens ? "dichvucong" : "motcua";
        city.Write(System, CityChannel.File, File, $"{CityTime.Plain(city.Now, ',')} {level,-5} [org.keycloak.events] (executor-thread-{user.Length}) type=\"{type}\", realmId=\"9d0c0000-0000-4000-8000-0000000000e1\", realmName=\"{realm}\", clientId=\"{client}\", userId=\"{userId}\", ipAddress=\"{address}\"{problem}, auth_method=\"openid-connect\", username=\"{user}\"");
    }

    private static string UserId(string user)
    {
        uint hash = 2166136261u;
        foreach (char c in user)
            hash = (hash ^ c) * 16777619u;
        return LineText.Of($"5e000000-0000-4000-8000-0000{hash:x8}");
    }
}
