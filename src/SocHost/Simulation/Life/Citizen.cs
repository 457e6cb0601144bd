using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Life;

/// <summary>Citizens at the public service portal: look around, sign in (not always at the first try), follow a dossier, leave.</summary>
internal sealed class Citizen(CitySystems systems) : Actor(systems.City, "citizens", 900, DayRhythm.Online)
{
    private static readonly string[] Agents =
    [
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile Safari/537.36", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
    ];

    private static readonly string[] Pages = ["/", "/thu-tuc", "/thu-tuc/dang-ky-thuong-tru", "/thu-tuc/cap-lai-the-can-cuoc", "/huong-dan", "/tin-tuc", "/assets/app.css", "/assets/app.js"];

    protected override void Act()
    {
        int who = Chance.Next((int)(40000 * Math.Max(1, City.Scale)));
        string address = People.CitizenAddress(who);
        string agent = OneOf(Agents);
        for (int i = Chance.Next(2, 6); i > 0; i--)
        {
            string page = OneOf(Pages);
            int bytes = Chance.Next(900, 42000);
            Later(0, 40, () => systems.Portal.Request(address, "GET", page, 200, bytes, agent));
        }

        if (Chance.NextDouble() < 0.45)
            Later(10, 60, () => SignIn(People.CitizenNumber(who), address, agent));
    }

    private void SignIn(string number, string address, string agent)
    {
        if (Chance.NextDouble() < 0.12)
        {
            systems.Identity.LoginError(IdentityProvider.Citizens, number, address, "invalid_user_credentials");
            if (Chance.NextDouble() < 0.3)
                Later(5, 12, () => systems.Identity.LoginError(IdentityProvider.Citizens, number, address, "invalid_user_credentials"));
        }

        Later(13, 30, () =>
        {
            systems.Identity.Login(IdentityProvider.Citizens, number, address);
            FollowDossier(address, agent);
            Later(200, 900, () => systems.Identity.Logout(IdentityProvider.Citizens, number, address));
        });
    }

    private void FollowDossier(string address, string agent)
    {
        int dossier = Chance.Next(1, 90000);
        Later(4, 20, () => systems.Portal.Request(address, "GET", LineText.Of($"/hoso/tracuu?mahoso=H29-26-{dossier:000000}"), 200, 5120 + (dossier % 3000), agent));
        // A number copied wrongly: one 404 means nothing.
        if (Chance.NextDouble() < 0.05)
            Later(21, 30, () => systems.Portal.Request(address, "GET", LineText.Of($"/hoso/tracuu?mahoso=H29-26-{dossier + 90000:000000}"), 404, 512, agent));
        if (Chance.NextDouble() < 0.2)
            Later(30, 180, () => systems.Portal.Request(address, "POST", "/hoso/nop", 201, 640, agent));
    }
}
