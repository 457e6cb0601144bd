namespace SocHost.Simulation.Life;

/// <summary>Drivers who look for a place, pay by telephone and leave; some use one wallet for two cars, some type a discount code wrongly.</summary>
internal sealed class Driver(CitySystems systems) : Actor(systems.City, "drivers", 800, DayRhythm.Street)
{
    private static readonly string[] Methods = ["ewallet", "card", "qr", "sms"];
    private int _sessions = 88_000;

    protected override void Act()
    {
        int who = Chance.Next((int)(20_000 * Math.Max(1, City.Scale)));
        Site site = OneOf(Places.CarParks);
        string session = LineText.Of($"PK-26-{_sessions++:0000000}");
        string spot = LineText.Of($"{site.Id}-{1 + Chance.Next(40):000}");
        string plate = PlateOf(who);
        DateTimeOffset since = City.Now;
        systems.Parking.Started(session, spot, plate);
        string address = People.CitizenAddress(who);
        string token = LineText.Of($"tok_{who / 2:x6}");
        int amount = 5000 * Chance.Next(1, 9);
        string method = OneOf(Methods);
        if (Chance.NextDouble() < 0.04)
            Later(20, 50, () => systems.Parking.Discount(session, "TET2026", address, "invalid"));
        bool refused = Chance.NextDouble() < 0.03;
        Later(60, 120, () => systems.Parking.Payment(refused ? "payment.failed" : "payment.settled", session, spot, plate, amount, method, token, address, refused ? "declined" : "ok"));
        if (refused)
            Later(140, 180, () => systems.Parking.Payment("payment.settled", session, spot, plate, amount, method, token, address));
        Later(300, 5400, () => systems.Parking.Ended(session, spot, since));
    }

    /// <summary>The plate of the n-th car, of a series that does not exist.</summary>
    public static string PlateOf(int n) => LineText.Of($"51X-{n / 100 % 1000:000}.{n % 100:00}");
}
