using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Attacks;

/// <summary>An official's password is guessed and the second factor replaced, which makes the account the attacker's.</summary>
internal sealed class AccountTakeover() : Attack(new PlantedAttack(
    "account-takeover", "digital-government", RuleIds.AccountTakeover, "203.0.113.23 fails six times as nv.phuc, gets in and sets the second factor anew"))
{
    public override void Begin(CitySystems systems)
    {
        const string address = "203.0.113.23";
        const string account = "nv.phuc";
        for (int i = 0; i < 6; i++)
            systems.City.After(TimeSpan.FromSeconds(i * 11), () => systems.Identity.LoginError(IdentityProvider.Officials, account, address, "invalid_user_credentials"));
        systems.City.After(TimeSpan.FromSeconds(80), () => systems.Identity.Login(IdentityProvider.Officials, account, address));
        systems.City.After(TimeSpan.FromSeconds(140), () => systems.Identity.UpdateTotp(IdentityProvider.Officials, account, address));
    }
}
