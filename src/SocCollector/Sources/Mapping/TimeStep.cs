using SocCollector.Formats;
using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>Reads a time; without a target it is the event's own.</summary>
internal sealed class TimeStep(int[] slots, Target? target, TextCut? cut, TimeFormat format, SourceZone? zone) : Step
{
    /// <inheritdoc/>
    public override void Run(MappingRun run)
    {
        foreach (int slot in slots)
        {
            if (!run.Fields.TryGet(slot, out DecodedValue value))
                continue;
            TextRange text = cut is null ? value.Range : cut.Of(run.Builder, value.Range);
            bool read = format.TryRead(run.Builder.TextOf(text), run.ReceivedAt, zone ?? run.Source.Zone, out long ticks, out TimeQuality quality);
            if (target is null)
            {
                if (read)
                    run.SetTime(ticks, quality);
                else
                    run.Reject(EcsField.Timestamp, text);
                return;
            }

            target.Open(run);
            if (read)
                run.Builder.AddTime(target.Field, ticks);
            else
                run.Reject(target.Field, text);
            return;
        }
    }
}
