using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Life;

/// <summary>An official at the one-stop desk: signs in from the office, works through dossiers, leaves.</summary>
internal sealed class Official(CitySystems systems, int number)
    : Actor(systems.City, "official " + People.Officials[number], 2.5, DayRhythm.Office)
{
    private const string Agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Edg/131.0";
    private readonly string _account = People.Officials[number];
    private readonly string _address = People.OfficeAddress(number);

    protected override void Act()
    {
        if (Chance.NextDouble() < 0.1)
            systems.Identity.LoginError(IdentityProvider.Officials, _account, _address, "invalid_user_credentials");
        // A new telephone: one person sets the second factor anew after a sign-in without trouble.
        bool newTelephone = Chance.NextDouble() < 0.02;
        Later(6, 15, () => systems.Identity.Login(IdentityProvider.Officials, _account, _address));
        if (newTelephone)
            Later(30, 60, () => systems.Identity.UpdateTotp(IdentityProvider.Officials, _account, _address));
        double at = 20;
        for (int i = Chance.Next(4, 14); i > 0; i--)
        {
            int dossier = Chance.Next(1, 90000);
            Later(at, at + 60, () => systems.Portal.Request(_address, "GET", LineText.Of($"/canbo/hoso/H29-26-{dossier:000000}"), 200, 9000 + (dossier % 5000), Agent, _account));
            at += 60;
        }

        Later(at, at + 120, () => systems.Identity.Logout(IdentityProvider.Officials, _account, _address));
    }
}
