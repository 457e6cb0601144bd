namespace SocHost.Simulation.Attacks;

/// <summary>An air station's account is used to give orders to a tide gate.</summary>
internal sealed class ForeignSetTopic() : Attack(new PlantedAttack(
    "foreign-set-topic", "environment", RuleIds.ForeignSetTopic, "the client of an air station publishes to the set topic of the Tân Thuận tide gate"))
{
    public override void Begin(CitySystems systems)
    {
        systems.Air.BrokerConnected("203.0.113.61", "aq-hiepphuoc-01", "aq-hiepphuoc-01");
        systems.City.After(TimeSpan.FromSeconds(20), () => systems.Air.BrokerDenied("aq-hiepphuoc-01", "city/flood/gate/tanthuan/set", 22));
    }
}
