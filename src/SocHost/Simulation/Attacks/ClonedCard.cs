namespace SocHost.Simulation.Attacks;

/// <summary>A card that was copied many times is held to validators all over the city.</summary>
internal sealed class ClonedCard() : Attack(new PlantedAttack(
    "cloned-card", "public-transport-ticket", RuleIds.CardManyTaps, "copies of one card are tapped 22 times within eight minutes; the last are refused"))
{
    private const int Taps = 22;

    // The operator blocks the card when it has seen enough of it.
    private const int Accepted = 18;

    public override void Begin(CitySystems systems)
    {
        for (int i = 0; i < Taps; i++)
        {
            string? refusal = i < Accepted ? null : "CARD_BLOCKED";
            Site near = Places.Junctions[i % Places.Junctions.Count];
            string validator = LineText.Of($"BUS-{10 + i}-{100 + i:0000}");
            systems.City.After(TimeSpan.FromSeconds(i * 21), () => systems.Tickets.Tap(validator, Life.Rider.MediaOf(0xFFFF01), "53", near.Id + "-A", near, refusal));
        }
    }
}
