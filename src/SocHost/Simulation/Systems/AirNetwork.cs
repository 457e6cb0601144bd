using System.Globalization;

namespace SocHost.Simulation.Systems;

/// <summary>Air stations on LoRaWAN: ChirpStack's uplinks and its log of devices, and the broker (Mosquitto) between them, all in files.</summary>
internal sealed class AirNetwork(City city)
{
    private const string System = "environment";
    private const string UplinkFile = "environment/chirpstack-up.ndjson";
    private const string LogFile = "environment/chirpstack-log.ndjson";
    private const string BrokerFile = "environment/mosquitto.log";
    private int _uplinks = 0xa1;

    /// <summary>The name of a station's n-th device.</summary>
    public static string DeviceOf(Site station, int n) => LineText.Of($"aq-{station.Id}-{1 + n:00}");

    /// <summary>A reading came.</summary>
    public void Uplink(string device, int counter, double dust, double temperature, int strength) =>
        city.Write(System, CityChannel.File, UplinkFile, $"{{\"deduplicationId\":\"3ac7e3c4-0000-4000-8000-{_uplinks++:x12}\",\"time\":\"{Stamp()}\",\"deviceInfo\":{{\"tenantName\":\"So Nong nghiep va Moi truong\",\"applicationName\":\"khong-khi\",\"deviceProfileName\":\"aq-v2\",\"deviceName\":\"{device}\",\"devEui\":\"{EuiOf(device)}\"}},\"devAddr\":\"00189440\",\"fCnt\":{counter},\"fPort\":2,\"data\":\"AQIDBA==\",\"object\":{{\"pm25\":{dust:0.0},\"temp\":{temperature:0.0}}},\"rxInfo\":[{{\"gatewayId\":\"00005e00005300ff\",\"rssi\":{strength},\"snr\":6.5}}]}}");

    /// <summary>The network server found something wrong with a device's frame.</summary>
    public void DeviceError(string device, string code, string description) =>
        city.Write(System, CityChannel.File, LogFile, $"{{\"time\":\"{Stamp()}\",\"deviceInfo\":{{\"deviceName\":\"{device}\",\"devEui\":\"{EuiOf(device)}\"}},\"level\":\"ERROR\",\"code\":\"{code}\",\"description\":\"{description}\",\"context\":{{\"deduplication_id\":\"3ac7e3c4-0000-4000-8000-{_uplinks++:x12}\"}}}}");

    /// <summary>A client connected to the broker.</summary>
    public void BrokerConnected(string address, string client, string user) =>
        Broker($"New client connected from {address}:{40000 + (client.Length * 31)} as {client} (p2, c1, k60, u'{user}').");

    /// <summary>A client left the broker.</summary>
    public void BrokerDisconnected(string client) => Broker($"Client {client} disconnected.");

    /// <summary>The broker refused a message: that client may not write there.</summary>
    public void BrokerDenied(string client, string topic, int bytes) => Broker($"Denied PUBLISH from {client} (d0, q1, r0, m17, '{topic}', ... ({bytes} bytes))");

    /// <summary>An uplink whose end is missing.</summary>
    public void CutUplink(string device) =>
        city.Write(System, CityChannel.File, UplinkFile, $"{{\"deduplicationId\":\"3ac7e3c4-0000-4000-8000-{_uplinks++:x12}\",\"time\":\"{Stamp()}\",\"deviceInfo\":{{\"tenantName\":\"So Nong");

    private void Broker(LineText text) => city.Write(System, CityChannel.File, BrokerFile, $"{city.Now.ToUnixTimeSeconds()}: {text.Take()}");

    private string Stamp() => city.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    private static string EuiOf(string device)
    {
        uint hash = 2166136261u;
        foreach (char c in device)
            hash = (hash ^ c) * 16777619u;
        return LineText.Of($"00005e00{hash:x8}");
    }
}
