namespace Planted.SocCollector.Sources;

/// <summary>What <see cref="Formats.ParkingFormat"/> must not know.</summary>
internal sealed class ParkingSource;
