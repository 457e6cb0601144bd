using SocHost.Simulation.Attacks;
using SocHost.Simulation.Faults;
using SocHost.Simulation.Life;

namespace SocHost.Simulation;

/// <summary>
/// A stretch of the city's life that is the same for the same seed: people and machines, faults, and an attacker if wanted.
/// Without the attacker no rule may find anything.
/// </summary>
internal sealed class Scenario
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30);
    private readonly City _city;

    private Scenario(City city, DateTimeOffset end, IReadOnlyList<PlantedAttack> attacks, int plantedDeadLetters)
    {
        _city = city;
        End = end;
        Attacks = attacks;
        PlantedDeadLetters = plantedDeadLetters;
    }

    /// <summary>The attacks that are played, in the order in which they begin.</summary>
    public IReadOnlyList<PlantedAttack> Attacks { get; }

    /// <summary>How many lines are written that their source cannot read.</summary>
    public int PlantedDeadLetters { get; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Prepares a scenario.</summary>
    /// <param name="seed">The seed of every chance in it.</param>
    /// <param name="start">When it begins.</param>
    /// <param name="duration">How long it is; at least half an hour, so that every attack has its time.</param>
    /// <param name="withAttacker">Whether there is an attacker.</param>
    public static Scenario Create(int seed, DateTimeOffset start, TimeSpan duration, bool withAttacker)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, Shortest);
        City city = new(seed, start);
        CitySystems systems = new(city);
        Populate(systems);
        CutLines faults = new(systems);
        faults.Plan(duration);
        Attack[] attacks = withAttacker ? AllAttacks() : [];
        // The first begins at once, so that somebody who watches the demo sees an incident soon; the last has a third of the time left.
        for (int i = 0; i < attacks.Length; i++)
        {
            Attack attack = attacks[i];
            city.After(duration * (0.02 + (0.63 * i / attacks.Length)), () => attack.Begin(systems));
        }

        return new Scenario(city, start + duration, [.. attacks.Select(static a => a.Planted)], faults.Count);
    }

    /// <summary>
    /// Normal life without end, for load: lines come as fast as they are taken and carry the clock's time, so that any rate
    /// stays at the present.
    /// </summary>
    /// <param name="seed">The seed of every chance in it.</param>
    /// <param name="clock">What stamps the lines.</param>
    /// <param name="scale">How much larger than the demo's city it is.</param>
    public static IEnumerable<CityLine> Life(int seed, TimeProvider clock, double scale = 1)
    {
        City city = new(seed, clock.GetUtcNow(), scale, clock);
        Populate(new CitySystems(city));
        return city.Run(DateTimeOffset.MaxValue);
    }

    /// <summary>The scenario's lines, in the order of time.</summary>
    public IEnumerable<CityLine> Lines() => _city.Run(End);

    /// <summary>How the city lives on after <see cref="Lines"/> has been read to its end: no more attacks, no more faults.</summary>
    public IEnumerable<CityLine> Afterwards() => _city.Run(DateTimeOffset.MaxValue);

    private static void Populate(CitySystems systems)
    {
        List<Actor> actors =
        [
            new InternetNoise(systems), new Citizen(systems), new Driver(systems), new WarehouseApplications(systems), new Researcher(systems),
            new Rider(systems), new SignalTechnician(systems), new RadioNoise(systems), new PersonnelOfficer(systems),
            .. People.Administrators.Select((_, n) => new Administrator(systems, n)),
            .. Enumerable.Range(0, People.Officials.Count).Select(n => new Official(systems, n)),
            .. Enumerable.Range(0, 8).Select(n => new Analyst(systems, n)),
            .. Places.Junctions.Select(site => new Junction(systems, site)),
            .. Places.Junctions.Select((site, n) => new StreetCamera(systems, site, dazzled: n < 3)),
            .. Enumerable.Range(0, 3).Select(n => new CameraOperator(systems, n)),
            .. Places.TideGates.Select(site => new TideGate(systems, site)),
            .. Places.AirStations.Select(site => new AirStation(systems, site)),
            .. Enumerable.Range(0, People.Clinicians.Count).Select(n => new Clinician(systems, n)),
        ];
        foreach (Actor actor in actors)
            actor.Start();
    }

    private static Attack[] AllAttacks() =>
    [
        new SshBruteForce(), new PasswordSpray(), new AccountTakeover(), new StolenWallet(), new CamerasSprayed(), new WarehouseGuessed(),
        new OpenDataSqlProbe(), new ClonedCard(), new CabinetThenPlan(), new OneSourceManySystems(), new ForeignSetTopic(), new MassReading(),
        new LeaverActive(), new CabinetBreakIn(), new RadioReplay(), new CameraTakenOver(), new GateAgainstWater(), new BreakGlass(),
        new SprayThenExport(), new AuditSwitchedOff(),
    ];
}
