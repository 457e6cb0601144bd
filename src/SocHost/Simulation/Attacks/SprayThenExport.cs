using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Attacks;

/// <summary>An analyst's password is guessed at single sign-on, and the same password takes the register of residents out of the data warehouse.</summary>
internal sealed class SprayThenExport() : Attack(new PlantedAttack(
    "spray-then-export", "_city", RuleIds.SprayThenExport, "203.0.113.81 guesses the password of nv.quynh, signs in, and copies 1.2 million rows out of the data warehouse"))
{
    private const string Address = "203.0.113.81";

    public override void Begin(CitySystems systems)
    {
        const string account = "nv.quynh";
        for (int i = 0; i < 7; i++)
            systems.City.After(TimeSpan.FromSeconds(i * 14), () => systems.Identity.LoginError(IdentityProvider.Officials, account, Address, "invalid_user_credentials"));
        systems.City.After(TimeSpan.FromSeconds(110), () => systems.Identity.Login(IdentityProvider.Officials, account, Address));
        systems.City.After(TimeSpan.FromSeconds(260), () => systems.Warehouse.LoggedIn(account, "kho_dan_cu", Address, 45_001, "psql"));
        systems.City.After(TimeSpan.FromSeconds(330), () => systems.Warehouse.Statement(account, "kho_dan_cu", Address, 45_001, "psql", ("READ", "COPY"), "public.cong_dan", "COPY (SELECT * FROM cong_dan) TO STDOUT", 1_204_311));
    }
}
