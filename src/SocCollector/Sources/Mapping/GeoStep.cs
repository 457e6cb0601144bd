using SocCollector.Formats;
using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>Makes a geo_point of two numbers, as <c>lat,lon</c>.</summary>
internal sealed class GeoStep(int latitude, int longitude, Target target) : Step
{
    /// <inheritdoc/>
    public override void Run(MappingRun run)
    {
        if (!run.Fields.TryGet(latitude, out DecodedValue north) || !run.Fields.TryGet(longitude, out DecodedValue east))
            return;
        Span<byte> room = run.Builder.Reserve(north.Length + east.Length + 1);
        run.Fields.TextOf(north).CopyTo(room);
        room[north.Length] = (byte)',';
        run.Fields.TextOf(east).CopyTo(room[(north.Length + 1)..]);
        target.Open(run);
        target.Write(run, run.Builder.Advance(north.Length + east.Length + 1), ValueKind.Text);
    }
}
