using SocCore.Conditions;

namespace SocDetect.Matching;

/// <summary>One way in which an atom becomes true.</summary>
/// <param name="Field">Whose values; null: every text of the event.</param>
/// <param name="Kind">What about the value.</param>
/// <param name="Text">The folded text.</param>
/// <param name="Number">The number.</param>
internal sealed record Trigger(FieldRef? Field, TriggerKind Kind, byte[] Text, decimal Number = 0)
{
    public static Trigger Present(FieldRef? field) => new(field, TriggerKind.Present, []);

    /// <summary>How often it is expected to be true; only the order matters.</summary>
    public double Expected => Kind switch
    {
        TriggerKind.Whole => 1,
        TriggerKind.Start or TriggerKind.End => 8.0 / (1 + Text.Length),
        TriggerKind.Inside => 24.0 / (1 + (Text.Length * Text.Length / 2.0)),
        TriggerKind.Number => 2,
        TriggerKind.Fraction => 0.1,
        _ => 100,
    };
}
