namespace SocHost.Simulation.Systems;

/// <summary>Traffic signal controllers: RFC 5424 over TCP.</summary>
internal sealed class SignalControllers(City city)
{
    private const string System = "traffic-data-control";
    private const int Notice = (16 * 8) + 5;
    private const int Warning = (16 * 8) + 4;
    private const int Info = (16 * 8) + 6;

    /// <summary>The controller of a junction.</summary>
    public static string HostOf(Site junction) => LineText.Of($"sig-{junction.Id}-01");

    /// <summary>The cabinet was opened; an order number when maintenance has one.</summary>
    public void DoorOpened(Site junction, string? order) =>
        Message(Notice, junction, "DOOR", $"cabinet door open, {(order is null ? "no work order" : LineText.Of($"work order {order}"))}");

    /// <summary>The cabinet was closed.</summary>
    public void DoorClosed(Site junction) => Message(Notice, junction, "DOOR", $"cabinet door closed");

    /// <summary>Another plan runs.</summary>
    public void PlanChanged(Site junction, int from, string to, string by) => Message(Warning, junction, "PLAN", $"plan {from:00} -> {to} by {by}");

    /// <summary>The controller is alive.</summary>
    public void Alive(Site junction, int plan, double voltage) =>
        Message(Info, junction, "ALIVE", $"plan {plan:00} cycle {60 + (plan * 10)} s, mains {voltage:0.0} V");

    private void Message(int priority, Site junction, string id, LineText text)
    {
        string host = HostOf(junction);
        city.Write(System, CityChannel.SyslogTcp, host, $"<{priority}>1 {CityTime.Rfc3339(city.Now)} {host} atc 411 {id} - {text.Take()}");
    }
}
