using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Attacks;

/// <summary>One password tried on many accounts, so that none is locked.</summary>
internal sealed class PasswordSpray() : Attack(new PlantedAttack(
    "password-spray", "digital-government", RuleIds.PasswordSpray, "203.0.113.17 tries one password on 45 citizens' accounts within five minutes"))
{
    public override void Begin(CitySystems systems)
    {
        Random chance = systems.City.Chance(Planted.Id);
        for (int i = 0; i < 45; i++)
        {
            string number = People.CitizenNumber(500_000 + (i * 7));
            string error = chance.NextDouble() < 0.4 ? "user_not_found" : "invalid_user_credentials";
            systems.City.After(TimeSpan.FromSeconds(i * 6.5), () => systems.Identity.LoginError(IdentityProvider.Citizens, number, "203.0.113.17", error));
        }
    }
}
