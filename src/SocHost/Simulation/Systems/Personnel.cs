namespace SocHost.Simulation.Systems;

/// <summary>The register of public employees: its audit trail, one JSON object a line.</summary>
internal sealed class Personnel(City city)
{
    private const string System = "human-resources";
    private const string File = "human-resources/hrm-audit.ndjson";

    /// <summary>Somebody's employment ends.</summary>
    public void EmploymentEnds(string actor, string employee, string account, DateTimeOffset effective) =>
        city.Write(System, CityChannel.File, File, $"{{\"ts\":\"{CityTime.Rfc3339(city.Now)}\",\"actor\":\"{actor}\",\"action\":\"employment.end\",\"employee\":\"{employee}\",\"account\":\"{account}\",\"effective\":\"{CityTime.Local(effective):yyyy-MM-dd}\"}}");

    /// <summary>Somebody looked at a file or changed it.</summary>
    public void Touched(string actor, string action, string employee, string address) =>
        city.Write(System, CityChannel.File, File, $"{{\"ts\":\"{CityTime.Rfc3339(city.Now)}\",\"actor\":\"{actor}\",\"action\":\"{action}\",\"employee\":\"{employee}\",\"client_ip\":\"{address}\",\"result\":\"ok\"}}");

    /// <summary>The payroll was taken out.</summary>
    public void PayrollExported(string actor, string address, int rows) =>
        city.Write(System, CityChannel.File, File, $"{{\"ts\":\"{CityTime.Rfc3339(city.Now)}\",\"actor\":\"{actor}\",\"action\":\"payroll.export\",\"rows\":{rows},\"client_ip\":\"{address}\",\"result\":\"ok\"}}");
}
