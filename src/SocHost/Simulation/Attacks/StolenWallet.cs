namespace SocHost.Simulation.Attacks;

/// <summary>A stolen payment token pays for everybody's parking.</summary>
internal sealed class StolenWallet() : Attack(new PlantedAttack(
    "stolen-wallet", "parking", RuleIds.TokenManyPlates, "the token tok_b7e4d1 pays for 14 different cars within seven minutes"))
{
    public override void Begin(CitySystems systems)
    {
        for (int i = 0; i < 14; i++)
        {
            int n = i;
            systems.City.After(TimeSpan.FromSeconds(i * 30), () => systems.Parking.Payment(
                "payment.settled", LineText.Of($"PK-26-{990_000 + n:0000000}"), LineText.Of($"lelai-{1 + n:000}"), Life.Driver.PlateOf(70_000 + n), 25_000, "ewallet", "tok_b7e4d1", "203.0.113.31"));
        }
    }
}
