using SocCore.Conditions;

namespace SocCollector.Sources;

/// <summary>Finds the owner of a sender: by listener, else by address, else by the host in the header.</summary>
internal sealed class Inventory
{
    private readonly Dictionary<string, Owner> _byListener = [];
    private readonly List<(Network Network, Owner Owner)> _byPeer = [];
    private readonly List<(TextPattern Host, Owner Owner)> _byHost = [];

    /// <exception cref="FormatException">An entry is not usable; the message names it and the cure.</exception>
    public Inventory(IEnumerable<InventoryEntry> entries)
    {
        foreach (InventoryEntry entry in entries)
        {
            if (entry.Agency.Length == 0)
                throw new FormatException($"The inventory entry for '{entry.Listener ?? entry.Peer ?? entry.Host}' names no agency; add Agency.");
            Owner owner = new(entry.Agency, entry.AgencyName, entry.Site);
            if (entry.Listener is not null)
                _byListener.TryAdd(entry.Listener, owner);
            else if (entry.Peer is not null)
                _byPeer.Add((Network.Parse(entry.Peer), owner));
            else if (entry.Host is not null)
                _byHost.Add((TextPattern.Parse(entry.Host), owner));
            else
                throw new FormatException($"The inventory entry of agency '{entry.Agency}' names no sender; add Listener, Peer or Host.");
        }

        // The narrowest network that has the address decides.
        _byPeer.Sort(static (a, b) => (a.Network.Last - a.Network.First).CompareTo(b.Network.Last - b.Network.First));
    }

    /// <summary>The owner of what the sender sends; <see cref="Owner.Unassigned"/> when no entry names it.</summary>
    public Owner Find(PeerFacts peer, ReadOnlySpan<byte> host)
    {
        if (_byListener.TryGetValue(peer.Listener, out Owner? owner))
            return owner;
        if (peer.IsAddress)
        {
            foreach ((Network network, Owner found) in _byPeer)
            {
                if (network.Contains(peer.Address))
                    return found;
            }
        }

        if (host.Length > 0)
        {
            foreach ((TextPattern pattern, Owner found) in _byHost)
            {
                if (pattern.Matches(host, cased: false))
                    return found;
            }
        }

        return Owner.Unassigned;
    }
}
