using System.Text;

namespace SocHost.Simulation;

/// <summary>
/// The simulated city: a virtual clock and a plan of what happens when. Actors put acts into the plan; an act writes lines
/// and plans the next. The same seed and start give the same lines, byte for byte.
/// </summary>
internal sealed class City
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _plan = new();
    private readonly Queue<CityLine> _written = new();
    private readonly int _seed;
    private readonly TimeProvider? _clock;
    private DateTimeOffset _planned;
    private long _order;

    /// <summary>Creates a city in which nothing happens yet.</summary>
    /// <param name="seed">The seed of every chance in it.</param>
    /// <param name="start">The virtual clock's first time.</param>
    /// <param name="scale">How much larger than the demo's city it is: rates and populations grow together.</param>
    /// <param name="clock">A clock that stamps the lines in the virtual clock's place: for load, where lines are written as fast as they are taken.</param>
    public City(int seed, DateTimeOffset start, double scale = 1, TimeProvider? clock = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        _seed = seed;
        _planned = start;
        _clock = clock;
        Scale = scale;
    }

    /// <summary>The time that people and machines of the city see.</summary>
    public DateTimeOffset Now => _clock?.GetUtcNow() ?? _planned;

    /// <summary>How much larger than the demo's city it is.</summary>
    public double Scale { get; }

    /// <summary>
    /// A source of chance of its own for everyone who is named: what one actor does (or whether there is an attacker) never
    /// changes another's luck.
    /// </summary>
    public Random Chance(string name)
    {
        // FNV-1a: string.GetHashCode differs from process to process.
        uint hash = 2166136261u ^ (uint)_seed;
        foreach (char c in name)
            hash = (hash ^ c) * 16777619u;
        return new Random((int)(hash & 0x7FFFFFFF));
    }

    /// <summary>Plans an act after a while.</summary>
    public void After(TimeSpan delay, Action act) => _plan.Enqueue(act, ((_planned + delay).UtcTicks, _order++));

    /// <summary>Writes a line at the present time.</summary>
    public void Write(string system, CityChannel channel, string peer, LineText text) =>
        _written.Enqueue(new CityLine(system, channel, Encoding.UTF8.GetBytes(text.Take()), Now, peer));

    /// <summary>Lets the city live up to a time and yields what is written, in the order of time.</summary>
    public IEnumerable<CityLine> Run(DateTimeOffset until)
    {
        while (_plan.TryPeek(out _, out (long Ticks, long Order) next) && next.Ticks <= until.UtcTicks)
        {
            _planned = new DateTimeOffset(next.Ticks, TimeSpan.Zero);
            _plan.Dequeue()();
            while (_written.TryDequeue(out CityLine? line))
                yield return line;
        }

        _planned = _planned < until ? until : _planned;
    }
}
