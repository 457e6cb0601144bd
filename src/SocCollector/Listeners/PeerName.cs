using System.Net;
using System.Text;

namespace SocCollector.Listeners;

/// <summary>A sender's address as records keep it: without port, and an IPv4 sender of an IPv6 socket as IPv4.</summary>
internal static class PeerName
{
    public static byte[] Of(IPAddress address) =>
        Encoding.ASCII.GetBytes((address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
}
