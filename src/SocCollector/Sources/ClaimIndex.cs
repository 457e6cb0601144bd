using SocCollector.Sources.Mapping;

namespace SocCollector.Sources;

/// <summary>
/// The claims that one sender can meet, by program. What depends on who sent a record (listener, wire, address, path) is
/// decided when this is made; for each record there is one look-up by the program's bytes, then few claims to try.
/// </summary>
internal sealed class ClaimIndex
{
    private readonly TextTable _programs;
    private readonly (Claim Claim, int Source)[][] _byProgram;
    private readonly (Claim Claim, int Source)[] _others;

    public ClaimIndex(SourceSet set, PeerFacts peer)
    {
        List<(Claim Claim, int Source)> fitting = [];
        for (int i = 0; i < set.Sources.Count; i++)
        {
            foreach (Claim claim in set.Sources[i].Claims)
            {
                if (FitsSender(claim, peer))
                    fitting.Add((claim, i));
            }
        }

        (Claim Claim, int Source)[] ordered = [.. fitting.OrderByDescending(static c => c.Claim.Parts).ThenBy(c => set.Sources[c.Source].Profile.Id, StringComparer.Ordinal)];
        string[] programs = [.. ordered.SelectMany(static c => c.Claim.Programs ?? []).Distinct()];
        _programs = new TextTable([.. programs.Select(static (p, i) => (p, i))]);
        _byProgram = Array.ConvertAll(programs, p => Array.FindAll(ordered, c => c.Claim.Programs is null || c.Claim.Programs.Contains(p)));
        _others = Array.FindAll(ordered, static c => c.Claim.Programs is null);
        ReadsHeader = peer.IsSyslog || Array.Exists(ordered, c => set.Sources[c.Source].Envelope == EnvelopeKind.Syslog);
    }

    /// <summary>Whether a header is worth looking for in records that do not begin with a priority.</summary>
    public bool ReadsHeader { get; }

    /// <summary>The claims to try for a program (lower case), best first.</summary>
    public ReadOnlySpan<(Claim Claim, int Source)> Of(ReadOnlySpan<byte> program)
    {
        int at = program.Length == 0 ? -1 : _programs.Find(program);
        return at < 0 ? _others : _byProgram[at];
    }

    private static bool FitsSender(Claim claim, PeerFacts peer) =>
        (claim.Listeners is null || claim.Listeners.Contains(peer.Listener))
        && (claim.Wires is null || claim.Wires.Contains(peer.Wire))
        && (claim.Peers is null || (peer.IsAddress && Array.Exists(claim.Peers, n => n.Contains(peer.Address))))
        && (claim.Files is null || (peer.IsFile && Array.Exists(claim.Files, f => f.Fits(peer.Peer))));
}
