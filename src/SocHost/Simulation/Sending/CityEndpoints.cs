using System.Net;

namespace SocHost.Simulation.Sending;

/// <summary>Where the city's lines go to; what is null has no way, and a line that needs it is refused in words.</summary>
/// <param name="Udp">Syslog over UDP.</param>
/// <param name="Tcp">Syslog over TCP.</param>
/// <param name="Relp">Syslog over RELP.</param>
/// <param name="Folder">The folder of log files that the collector tails.</param>
internal sealed record CityEndpoints(IPEndPoint? Udp, IPEndPoint? Tcp, IPEndPoint? Relp, string? Folder);
