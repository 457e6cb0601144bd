namespace SocHost.Simulation.Life;

/// <summary>Riders of bus and metro: in at one stop, out at another; a card that is empty is held to the validator twice or thrice.</summary>
internal sealed class Rider(CitySystems systems) : Actor(systems.City, "riders", 2600, DayRhythm.Street)
{
    private static readonly string[] Lines = ["01", "08", "19", "53", "88", "M1"];
    private static readonly Site[] Stops = [.. Places.Junctions, .. Places.CarParks];

    protected override void Act()
    {
        string media = MediaOf(Chance.Next((int)(60_000 * Math.Max(1, City.Scale))));
        string line = OneOf(Lines);
        string validator = LineText.Of($"{(line == "M1" ? "GATE" : "BUS")}-{line}-{Chance.Next(1, 40):0000}");
        Site from = OneOf(Stops);
        if (Chance.NextDouble() < 0.02)
        {
            for (int i = Chance.Next(1, 4); i > 0; i--)
                Later(i * 3, (i * 3) + 2, () => systems.Tickets.Tap(validator, media, line, from.Id + "-A", from, "CARD_BLOCKED"));
            return;
        }

        systems.Tickets.Tap(validator, media, line, from.Id + "-A", from);
        if (line != "M1")
            return;
        Site to = OneOf(Stops);
        Later(420, 1800, () => systems.Tickets.Tap(validator, media, line, to.Id + "-B", to));
    }

    /// <summary>The number of the n-th card.</summary>
    public static string MediaOf(int n) => LineText.Of($"04A1B2{n:X6}80");
}
