using System.Text;
using SocCore.Ports;

namespace SocCollector.Pipeline;

/// <summary>
/// Who sends lines that no source claims: sender, listener and program, with a count and three lines to look at. Bounded;
/// beyond the bound new senders are counted together.
/// </summary>
internal sealed class UnclaimedSenders
{
    private const int Most = 5_000;
    private const int MostSamples = 3;
    private const int LongestSample = 1_000;
    private const string Others = "(others)";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Peer, string Listener, string Program), Sender> _senders = [];
    private Sender? _last;

    /// <summary>Notes a line.</summary>
    public void Add(string peer, string listener, ReadOnlySpan<byte> program, long receivedAt, ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            Sender sender = Find(peer, listener, program);
            sender.Lines++;
            sender.LastSeen = Math.Max(sender.LastSeen, receivedAt);
            if (sender.Samples.Count < MostSamples)
                sender.Samples.Add(Encoding.UTF8.GetString(line[..Math.Min(line.Length, LongestSample)]));
        }
    }

    /// <summary>All of them, most lines first.</summary>
    public IReadOnlyList<UnclaimedSender> Snapshot()
    {
        lock (_gate)
        {
            return [.. _senders.Values
                .OrderByDescending(static s => s.Lines)
                .Select(static s => new UnclaimedSender(s.Peer, s.Listener, s.Program, s.Lines, new DateTimeOffset(s.LastSeen, TimeSpan.Zero), [.. s.Samples]))];
        }
    }

    private Sender Find(string peer, string listener, ReadOnlySpan<byte> program)
    {
        if (_last is not null && ReferenceEquals(_last.Peer, peer) && _last.Listener == listener && program.SequenceEqual(_last.Utf8Program))
            return _last;
        string name = Encoding.UTF8.GetString(program);
        if (!_senders.TryGetValue((peer, listener, name), out Sender? sender))
        {
            if (_senders.Count >= Most)
                (peer, listener, name) = (Others, Others, Others);
            if (!_senders.TryGetValue((peer, listener, name), out sender))
            {
                sender = new Sender(peer, listener, name);
                _senders.Add((peer, listener, name), sender);
            }
        }

        return _last = sender;
    }

    private sealed class Sender(string peer, string listener, string program)
    {
        public string Peer { get; } = peer;

        public string Listener { get; } = listener;

        public string Program { get; } = program;

        public byte[] Utf8Program { get; } = Encoding.UTF8.GetBytes(program);

        public long Lines { get; set; }

        public long LastSeen { get; set; }

        public List<string> Samples { get; } = [];
    }
}
