using System.Text;
using SocCore.Conditions;

namespace SocCollector.Sources;

/// <summary>What is known of a sender and stays the same from record to record.</summary>
internal sealed class PeerFacts
{
    public PeerFacts(string peer, string listener, string wire)
    {
        Peer = peer;
        Listener = listener;
        Wire = wire;
        Utf8Peer = Encoding.UTF8.GetBytes(SocCore.Events.TextForm.ToNfc(peer));
        Utf8Listener = Encoding.UTF8.GetBytes(listener);
        IsAddress = Network.TryRead(Utf8Peer, out UInt128 address);
        Address = address;
        IsFile = wire == "file";
        IsSyslog = wire is "syslog" or "relp" or "udp" or "tcp" or "tls";
    }

    public string Peer { get; }

    public string Listener { get; }

    public string Wire { get; }

    public byte[] Utf8Peer { get; }

    public byte[] Utf8Listener { get; }

    public bool IsAddress { get; }

    public UInt128 Address { get; }

    public bool IsFile { get; }

    /// <summary>Whether the listener brings lines with a syslog header.</summary>
    public bool IsSyslog { get; }

    /// <summary>The claims that this sender can meet at all, found once for each set of sources.</summary>
    public ClaimIndex? Claims { get; set; }

    /// <summary>The source set for which <see cref="Claims"/> was made.</summary>
    public SourceSet? Set { get; set; }
}
