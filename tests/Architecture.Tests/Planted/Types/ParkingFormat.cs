namespace Planted.SocCollector.Formats;

/// <summary>A format that knows a source: the island law must find it.</summary>
internal sealed class ParkingFormat
{
    public Sources.ParkingSource Source { get; } = new();
}
