namespace SocHost.Simulation.Systems;

/// <summary>Tide gates, whose controllers speak RFC 5424 over UDP, and the level stations beside them, whose gateway appends rows to a CSV file with decimal commas.</summary>
internal sealed class FloodStations(City city)
{
    private const string System = "flood-control";
    private const string LevelFile = "flood-control/levelgw/levels.csv";
    private const int Notice = (16 * 8) + 5;

    /// <summary>A gate began to move.</summary>
    public void GateMoving(Site gate, int leaf, string from, string to, string source, double setpoint)
    {
        string host = LineText.Of($"gate-{gate.Id}");
        city.Write(System, CityChannel.SyslogUdp, host, $"<{Notice}>1 {CityTime.Rfc3339(city.Now)} {host} plc 1 GATE - gate {leaf} moving {from}->{to} source={source} setpoint={setpoint:0.00}");
    }

    /// <summary>A water level.</summary>
    public void Level(Site gate, double metres)
    {
        string value = LineText.Of($"{metres:0.00}").Replace('.', ',');
        city.Write(System, CityChannel.File, LevelFile, $"{CityTime.Local(city.Now):yyyy-MM-dd HH:mm:ss};{gate.Id};muc_nuoc;{value};m;OK");
    }

    /// <summary>A row whose columns were mixed up.</summary>
    public void BrokenRow(Site gate) =>
        city.Write(System, CityChannel.File, LevelFile, $"{gate.Id};muc_nuoc");
}
