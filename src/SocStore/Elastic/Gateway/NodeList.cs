namespace SocStore.Elastic.Gateway;

/// <summary>
/// The nodes in turn. One that failed is left out for 1 s, then twice as long each time, 60 s at most; what its time is
/// over has to answer a <c>HEAD /</c> before it gets work.
/// </summary>
internal sealed class NodeList(IReadOnlyList<Uri> addresses, TimeProvider time)
{
    private const int LongestBackOff = 60;

    private readonly Lock _gate = new();
    private ElasticNode[] _nodes = [.. addresses.Select(static a => new ElasticNode(a))];
    private int _turn = -1;

    /// <summary>All nodes, dead ones too.</summary>
    public IReadOnlyList<ElasticNode> All => Volatile.Read(ref _nodes);

    /// <summary>The next node, and whether it has to be tried first: never one whose time is not over while another lives.</summary>
    public (ElasticNode Node, bool OnTrial) Next()
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            ElasticNode? soonest = null;
            for (int i = 0; i < _nodes.Length; i++)
            {
                _turn = (_turn + 1) % _nodes.Length;
                ElasticNode node = _nodes[_turn];
                if (node.Failures == 0)
                    return (node, false);
                if (node.Due <= now)
                {
                    // One caller tries it; the others pass it by until that one knows.
                    node.Due = now + TimeSpan.FromSeconds(LongestBackOff);
                    return (node, true);
                }

                if (soonest is null || node.Due < soonest.Due)
                    soonest = node;
            }

            // All are dead and none is due: the call would fail for certain, so the likeliest is asked.
            return (soonest!, false);
        }
    }

    /// <summary>The node did not answer. True when it had until now.</summary>
    public bool Failed(ElasticNode node)
    {
        lock (_gate)
        {
            int seconds = Math.Min(LongestBackOff, 1 << Math.Min(node.Failures, 6));
            node.Due = time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
            return node.Failures++ == 0;
        }
    }

    /// <summary>Nobody waits for the node's answer any more: nothing is known of it, and the next who asks a dead one tries it.</summary>
    public void GivenUp(ElasticNode node)
    {
        lock (_gate)
        {
            if (node.Failures > 0)
                node.Due = time.GetUtcNow();
        }
    }

    /// <summary>The node answered. True when it had been dead.</summary>
    public bool Answered(ElasticNode node)
    {
        lock (_gate)
        {
            bool back = node.Failures > 0;
            node.Failures = 0;
            return back;
        }
    }

    /// <summary>Takes the nodes that the cluster named; those that stay keep their state. An empty list changes nothing.</summary>
    public void Replace(IReadOnlyList<Uri> addresses)
    {
        lock (_gate)
        {
            if (addresses.Count > 0)
                _nodes = [.. addresses.Select(a => new ElasticNode(a)).Select(n => Array.Find(_nodes, k => k.Address == n.Address) ?? n)];
        }
    }
}
