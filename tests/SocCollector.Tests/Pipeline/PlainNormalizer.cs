using System.Text;
using SocCollector.Sources;
using SocCore.Events;

namespace SocCollector.Tests.Pipeline;

/// <summary>Makes the whole line the message; the first word of a line says what is to become of it.</summary>
internal sealed class PlainNormalizer : INormalizer
{
    public Func<string, bool> IsDead { get; set; } = static text => text.StartsWith("dead", StringComparison.Ordinal);

    public NormalizeResult Normalize(ReadOnlySpan<byte> record, in RecordContext context, EventBatchBuilder builder)
    {
        string text = Encoding.UTF8.GetString(record);
        if (IsDead(text))
            return new NormalizeResult(NormalizeFate.Dead, context.ReceivedAt, 0, "test", "decode", "it says so");
        if (text.StartsWith("drop", StringComparison.Ordinal))
            return new NormalizeResult(NormalizeFate.Filtered, context.ReceivedAt, 0, "test");
        if (text.StartsWith("throw", StringComparison.Ordinal))
            throw new InvalidOperationException("a fault of the decoder");
        builder.AddText(EcsField.Message, record);
        builder.AddText(EcsField.OrganizationId, "test");
        builder.AddText(EcsField.EventDataset, context.Listener);
        builder.AddText(EcsField.LogSourceAddress, context.Peer);
        if (context.FileOffset >= 0)
            builder.AddInteger(EcsField.LogOffset, context.FileOffset);
        bool unclaimed = text.StartsWith("unclaimed", StringComparison.Ordinal);
        return new NormalizeResult(unclaimed ? NormalizeFate.Unclaimed : NormalizeFate.Event, context.ReceivedAt, unclaimed ? -1 : 0, "test");
    }
}
