namespace SocHost.Simulation.Life;

/// <summary>A doctor or a nurse: reads the records of the patients of the day, and once in a while one in an emergency.</summary>
internal sealed class Clinician(CitySystems systems, int number)
    : Actor(systems.City, "clinician " + People.Clinicians[number], 8, DayRhythm.Online)
{
    private readonly string _account = People.Clinicians[number];
    private readonly string _address = LineText.Of($"192.0.2.{210 + number}");

    protected override void Act()
    {
        int patient = Chance.Next(300_000);
        systems.Health.Read(_account, _address, patient);
        Later(20, 90, () => systems.Health.Read(_account, _address, patient));
        Later(90, 240, () => systems.Health.Read(_account, _address, patient));
        if (Chance.NextDouble() < 0.005)
            Later(250, 300, () => systems.Health.Read(_account, _address, Chance.Next(300_000), "ETREAT"));
    }
}
