using CsCheck;
using SocCore.Events;
using SocTesting;
using Xunit;

namespace SocCore.Tests.Events;

public sealed class EventBatchBuilderTests
{
    /// <summary>Few and many values, below and above what is sorted by insertion.</summary>
    [Fact]
    public void Values_are_sorted_by_field_and_lists_keep_their_order() =>
        Gen.Int[0, 30].Array[0, 120].TryAll(static fields =>
        {
            using EventBatchBuilder builder = new();
            builder.Begin();
            for (int i = 0; i < fields.Length; i++)
                builder.Add(fields[i], builder.Copy([(byte)i]), ValueKind.Text);
            builder.Commit(default, 0, 1, 0, 0);
            using EventBatch batch = builder.Build();
            List<(int, int)> found = [];
            foreach (FieldSlot slot in batch[0].Slots)
                found.Add((slot.FieldId, batch[0].TextOf(slot)[0]));
            Assert.Equal([.. fields.Index().Select(static f => (f.Item, f.Index)).Order()], found);
        }, count: 2_000, seed: "0000KrVy4pg4");
}
