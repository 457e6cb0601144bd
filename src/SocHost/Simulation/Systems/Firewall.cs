namespace SocHost.Simulation.Systems;

/// <summary>The packet filter between the city and the world: netfilter's log lines, one datagram each.</summary>
internal sealed class Firewall(City city)
{
    private const string System = "infra";
    private const string Host = "fw-bien-01";
    private const int KernelWarning = 4;

    /// <summary>A packet that was refused.</summary>
    public void Denied(string from, int fromPort, string to, int toPort) => Packet("FW-DENY", from, fromPort, to, toPort);

    /// <summary>A connection that was let through.</summary>
    public void Allowed(string from, int fromPort, string to, int toPort) => Packet("FW-ALLOW", from, fromPort, to, toPort);

    private void Packet(string verdict, string from, int fromPort, string to, int toPort) =>
        city.Write(System, CityChannel.SyslogUdp, Host, $"<{KernelWarning}>{CityTime.Bsd(city.Now)} {Host} kernel: {verdict} IN=wan0 OUT=lan0 MAC=02:00:5e:10:00:01:02:00:5e:20:00:01:08:00 SRC={from} DST={to} LEN=60 TOS=0x00 PREC=0x00 TTL=52 ID={fromPort ^ toPort} DF PROTO=TCP SPT={fromPort} DPT={toPort} WINDOW=64240 RES=0x00 SYN URGP=0");
}
