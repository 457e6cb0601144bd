namespace SocHost.Simulation.Attacks;

/// <summary>While the water stands above the alarm level, a tide gate is opened from afar, past the control room.</summary>
internal sealed class GateAgainstWater() : Attack(new PlantedAttack(
    "gate-against-water", "_city", RuleIds.GateAgainstWater, "the tide gate of Phú Xuân is opened by a remote command while its level is above the alarm"))
{
    public override void Begin(CitySystems systems)
    {
        systems.Flood.GateMoving(Places.SpringTide, 2, "CLOSE", "OPEN", "remote", 3.50);
    }
}
