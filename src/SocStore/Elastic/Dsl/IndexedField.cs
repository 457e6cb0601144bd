namespace SocStore.Elastic.Dsl;

/// <summary>Where an index holds a field.</summary>
/// <param name="Path">The field to ask; empty for <see cref="IndexedAs.Nothing"/>.</param>
/// <param name="As">How its values are held.</param>
internal sealed record IndexedField(string Path, IndexedAs As)
{
    /// <summary>What stands before each value of a <see cref="IndexedAs.KeyedKeyword"/>, separator included.</summary>
    public string Key { get; init; } = "";

    /// <summary>The terms (field, value), any of which marks a document whose values of this field the index does not hold as they are.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> OddMarks { get; init; } = [];
}
