namespace SocHost.Simulation.Life;

/// <summary>The personnel office: files are read and changed, people leave (and their accounts fall silent), the payroll is taken out once by the one who does it.</summary>
internal sealed class PersonnelOfficer(CitySystems systems) : Actor(systems.City, "personnel office", 60, DayRhythm.Office)
{
    private static readonly string[] Actors = ["ns.bich", "ns.cam", "ns.dao"];
    private int _leavers = 40;

    protected override void Act()
    {
        string actor = OneOf(Actors);
        string address = LineText.Of($"192.0.2.{90 + actor.Length}");
        string employee = LineText.Of($"NV-{Chance.Next(20_000):00000}");
        double kind = Chance.NextDouble();
        if (kind < 0.03)
        {
            int leaver = _leavers++;
            systems.Personnel.EmploymentEnds(actor, employee, LineText.Of($"tv.{leaver:000}"), City.Now.AddDays(Chance.Next(0, 20)));
        }
        else if (kind < 0.032)
            systems.Personnel.PayrollExported("ns.luong", "192.0.2.95", 18_000 + Chance.Next(900));
        else
            systems.Personnel.Touched(actor, kind < 0.8 ? "employee.view" : "employee.update", employee, address);
    }
}
