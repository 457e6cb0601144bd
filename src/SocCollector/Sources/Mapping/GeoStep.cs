using SocCollector.Formats;
using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>Makes a geo_point of two numbers, as <c>lat,lon</c>; of the city's location also the cell that it lies in.</summary>
internal sealed class GeoStep(int latitude, int longitude, Target target) : Step
{
    private static readonly Field Location = SocCore.Events.Fields.Get("city.location");
    private static readonly Field Cell = SocCore.Events.Fields.Get("city.cell");

    /// <inheritdoc/>
    public override void Run(MappingRun run)
    {
        if (!run.Fields.TryGet(latitude, out DecodedValue north) || !run.Fields.TryGet(longitude, out DecodedValue east))
            return;
        Span<byte> room = run.Builder.Reserve(north.Length + east.Length + 1);
        run.Fields.TextOf(north).CopyTo(room);
        room[north.Length] = (byte)',';
        run.Fields.TextOf(east).CopyTo(room[(north.Length + 1)..]);
        TextRange point = run.Builder.Advance(north.Length + east.Length + 1);
        target.Open(run);
        target.Write(run, point, ValueKind.Text);
        if (target.Field.Id != Location.Id || !Gate.IsGeoPoint(run.Builder.TextOf(point)))
            return;
        Gate.TryDouble(run.Fields.TextOf(north), out double y);
        Gate.TryDouble(run.Fields.TextOf(east), out double x);
        Span<byte> cell = run.Builder.Reserve(Geohash.Length);
        Geohash.Write(y, x, cell);
        run.Builder.Remove(Cell.Id);
        run.Builder.Add(Cell.Id, run.Builder.Advance(Geohash.Length), ValueKind.Text);
    }
}
