namespace SocHost.Simulation.Life;

/// <summary>A junction: its controller reports each minute and follows its plans by the clock.</summary>
internal sealed class Junction(CitySystems systems, Site site) : Actor(systems.City, "junction " + site.Id, 75, DayRhythm.Steady)
{
    private int _plan = 3;

    protected override void Act()
    {
        if (Chance.NextDouble() < 0.04)
        {
            int before = _plan;
            _plan = 1 + (_plan % 7);
            systems.Signals.PlanChanged(site, before, LineText.Of($"{_plan:00}"), "schedule");
            return;
        }

        systems.Signals.Alive(site, _plan, 226 + (Chance.NextDouble() * 8));
    }
}
