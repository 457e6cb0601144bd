namespace SocHost.Simulation.Systems;

/// <summary>The back office of street parking: one JSON object a fact, in a file.</summary>
internal sealed class ParkingOffice(City city)
{
    private const string System = "parking";

    /// <summary>The file of payments.</summary>
    public const string PaymentFile = "parking/payment.ndjson";

    /// <summary>The file of sessions.</summary>
    public const string SessionFile = "parking/session.ndjson";

    /// <summary>A car was parked.</summary>
    public void Started(string session, string spot, string plate) =>
        city.Write(System, CityChannel.File, SessionFile, $"{{\"event\":\"session.started\",\"time\":\"{CityTime.Rfc3339(city.Now)}\",\"session\":\"{session}\",\"spot\":\"{spot}\",\"plate\":\"{plate}\",\"source\":\"sensor\"}}");

    /// <summary>A car has left.</summary>
    public void Ended(string session, string spot, DateTimeOffset since) =>
        city.Write(System, CityChannel.File, SessionFile, $"{{\"event\":\"session.ended\",\"time\":\"{CityTime.Rfc3339(city.Now)}\",\"session\":\"{session}\",\"spot\":\"{spot}\",\"start\":\"{CityTime.Rfc3339(since)}\",\"end\":\"{CityTime.Rfc3339(city.Now)}\",\"source\":\"gate\"}}");

    /// <summary>A payment went through, or did not.</summary>
    public void Payment(string kind, string session, string spot, string plate, int amount, string method, string token, string address, string result = "ok") =>
        city.Write(System, CityChannel.File, PaymentFile, $"{{\"event\":\"{kind}\",\"time\":\"{CityTime.Rfc3339(city.Now)}\",\"session\":\"{session}\",\"spot\":\"{spot}\",\"plate\":\"{plate}\",\"amount\":{amount},\"currency\":\"VND\",\"method\":\"{method}\",\"token\":\"{token}\",\"client_ip\":\"{address}\",\"result\":\"{result}\"}}");

    /// <summary>A discount code was tried.</summary>
    public void Discount(string session, string code, string address, string result) =>
        city.Write(System, CityChannel.File, PaymentFile, $"{{\"event\":\"payment.discount\",\"time\":\"{CityTime.Rfc3339(city.Now)}\",\"session\":\"{session}\",\"code\":\"{code}\",\"client_ip\":\"{address}\",\"result\":\"{result}\"}}");

    /// <summary>A line that was cut while it was written.</summary>
    public void CutPayment(string session, int amount) =>
        city.Write(System, CityChannel.File, PaymentFile, $"{{\"event\":\"payment.settled\",\"time\":\"{CityTime.Rfc3339(city.Now)}\",\"session\":\"{session}\",\"amount\":{amount},\"curr");
}
