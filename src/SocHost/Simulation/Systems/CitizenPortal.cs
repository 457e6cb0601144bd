namespace SocHost.Simulation.Systems;

/// <summary>The public service portal: nginx's combined log, in a file.</summary>
internal sealed class CitizenPortal(City city)
{
    private const string System = "digital-government";
    private const string File = "digital-government/nginx/access.log";

    /// <summary>One answered request.</summary>
    public void Request(string address, string method, string path, int status, int bytes, string agent, string user = "-") =>
        city.Write(System, CityChannel.File, File, $"{address} - {user} [{CityTime.Ncsa(city.Now)}] \"{method} {path} HTTP/1.1\" {status} {bytes} \"-\" \"{agent}\"");
}
