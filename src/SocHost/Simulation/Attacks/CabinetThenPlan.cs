namespace SocHost.Simulation.Attacks;

/// <summary>A cabinet is opened and the junction is set to flashing at its panel.</summary>
internal sealed class CabinetThenPlan() : Attack(new PlantedAttack(
    "cabinet-then-plan", "traffic-data-control", RuleIds.CabinetThenPlan, "the cabinet of Thủ Thiêm is opened without a work order; five minutes later its plan is changed at the panel"))
{
    public override void Begin(CitySystems systems)
    {
        Site site = Places.Junctions[5];
        systems.Signals.DoorOpened(site, null);
        systems.City.After(TimeSpan.FromSeconds(300), () => systems.Signals.PlanChanged(site, 3, "00 (flash)", "local panel"));
    }
}
