namespace SocHost.Simulation.Systems;

/// <summary>The open data portal: CKAN behind nginx, whose combined log is a file.</summary>
internal sealed class OpenData(City city)
{
    private const string System = "open-data";
    private const string AccessFile = "open-data/access.log";
    private const string ApplicationFile = "open-data/ckan.log";

    /// <summary>One answered request.</summary>
    public void Request(string address, string method, string path, int status, long bytes, string agent) =>
        city.Write(System, CityChannel.File, AccessFile, $"{address} - - [{CityTime.Ncsa(city.Now)}] \"{method} {path} HTTP/1.1\" {status} {bytes} \"-\" \"{agent}\"");

    /// <summary>A page that CKAN rendered.</summary>
    public void Rendered(string path, int status, double seconds) =>
        city.Write(System, CityChannel.File, ApplicationFile, $"{CityTime.Plain(city.Now, ',')} INFO  [ckan.config.middleware.flask_app]  {status} {path} render time {seconds:0.000} seconds");
}
