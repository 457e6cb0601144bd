using System.Text;
using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>Values that are the same for every event, side by side: one copy into the batch, then only places.</summary>
internal sealed class ConstantBlock
{
    private readonly byte[] _text;
    private readonly FieldSlot[] _slots;

    public ConstantBlock(IEnumerable<(Field Field, string Text, ValueKind Kind)> values)
    {
        List<byte> text = [];
        List<FieldSlot> slots = [];
        foreach ((Field field, string value, ValueKind kind) in values.OrderBy(static v => v.Field.Id))
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(TextForm.ToNfc(value));
            slots.Add(new FieldSlot(field.Id, text.Count, utf8.Length, kind));
            text.AddRange(utf8);
        }

        _text = [.. text];
        _slots = [.. slots];
    }

    /// <summary>The fields that are set, each once.</summary>
    public IEnumerable<int> FieldIds => _slots.Select(static s => s.FieldId).Distinct();

    /// <summary>Adds all values to the open event.</summary>
    public void Write(EventBatchBuilder builder)
    {
        int at = builder.Copy(_text).Offset;
        foreach (FieldSlot slot in _slots)
            builder.Add(slot.FieldId, new TextRange(at + slot.Offset, slot.Length), slot.Kind);
    }
}
