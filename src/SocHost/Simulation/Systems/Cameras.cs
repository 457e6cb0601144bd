namespace SocHost.Simulation.Systems;

/// <summary>Street cameras: their own syslog by UDP, and what they see of themselves (ONVIF events that a broker writes to a file).</summary>
internal sealed class Cameras(City city)
{
    private const string System = "public-security-cctv";
    private const string EventFile = "public-security-cctv/onvif.ndjson";
    private const int AuthInfo = (4 * 8) + 6;
    private const int DaemonNotice = (3 * 8) + 5;

    /// <summary>Cameras at a junction.</summary>
    public const int EachJunction = 3;

    /// <summary>The name of a junction's n-th camera.</summary>
    public static string NameOf(Site junction, int n) => LineText.Of($"cam-{junction.Id}-{101 + n}");

    /// <summary>A login to the camera's own page failed.</summary>
    public void LoginFailed(string camera, string user, string address) => Syslog(AuthInfo, camera, $"login failed for user '{user}' from {address}");

    /// <summary>Somebody is in.</summary>
    public void LoggedIn(string camera, string user, string address) => Syslog(AuthInfo, camera, $"login ok for user '{user}' from {address}");

    /// <summary>A setting was changed.</summary>
    public void SettingChanged(string camera, string setting, string user, string address) =>
        Syslog(DaemonNotice, camera, $"config changed: {setting} by user '{user}' from {address}");

    /// <summary>The stream to the video management system began.</summary>
    public void StreamStarted(string camera) => Syslog(DaemonNotice, camera, $"stream started: main to 192.0.2.200");

    /// <summary>The stream ended.</summary>
    public void StreamEnded(string camera, string reason) => Syslog(DaemonNotice, camera, $"stream ended: main, {reason}");

    /// <summary>The picture changed as a whole: moved, covered or sprayed.</summary>
    public void SceneChanged(string camera, bool state) =>
        Event(camera, "VideoSource/GlobalSceneChange/ImagingService", state);

    /// <summary>Something moved in the picture.</summary>
    public void Motion(string camera, bool state) => Event(camera, "VideoSource/MotionAlarm", state);

    private void Event(string camera, string topic, bool state) =>
        city.Write(System, CityChannel.File, EventFile, $"{{\"UtcTime\":\"{CityTime.Rfc3339Utc(city.Now)}\",\"Source\":{{\"VideoSource\":\"0\"}},\"Data\":{{\"State\":\"{(state ? "true" : "false")}\"}},\"topic\":\"{camera}/onvif-ej/{topic}\"}}");

    private void Syslog(int priority, string camera, LineText text) =>
        city.Write(System, CityChannel.SyslogUdp, camera, $"<{priority}>{CityTime.Bsd(city.Now)} {camera} httpd[612]: {text.Take()}");
}
