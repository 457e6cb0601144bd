namespace SocHost.Simulation.Systems;

/// <summary>The validators of buses and metro gates: CloudEvents, one a line.</summary>
internal sealed class TicketGates(City city)
{
    private const string System = "public-transport-ticket";
    private const string File = "public-transport-ticket/taps.ndjson";
    private long _taps = 1;

    /// <summary>A card was held to a validator.</summary>
    public void Tap(string validator, string media, string line, string stop, Site near, string? refusal = null)
    {
        string result = refusal is null ? "\"ACCEPTED\"" : LineText.Of($"\"REJECTED\",\"reason\":\"{refusal}\"");
        city.Write(System, CityChannel.File, File, $"{{\"specversion\":\"1.0\",\"type\":\"vn.example.ticket.tap\",\"source\":\"/validators/{validator}\",\"id\":\"b2f07d10-{_taps++:00000000}\",\"time\":\"{CityTime.Rfc3339(city.Now)}\",\"datacontenttype\":\"application/json\",\"data\":{{\"mediaId\":\"{media}\",\"line\":\"{line}\",\"stop\":\"{stop}\",\"result\":{result},\"lat\":{near.Latitude},\"lon\":{near.Longitude}}}}}");
    }

    /// <summary>A tap that lost its end on a bad connection.</summary>
    public void CutTap(string validator) =>
        city.Write(System, CityChannel.File, File, $"{{\"specversion\":\"1.0\",\"type\":\"vn.example.ticket.tap\",\"source\":\"/validators/{validator}\",\"id\":\"b2f07d10-{_taps++:00000000}\",\"ti");
}
