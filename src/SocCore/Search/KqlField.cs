using System.Collections.Frozen;
using SocCore.Events;

namespace SocCore.Search;

/// <summary>A field as queries speak of it.</summary>
/// <param name="Name">The name in queries.</param>
/// <param name="Field">What the condition reads.</param>
/// <param name="Type">How its values compare.</param>
public sealed record KqlField(string Name, Field Field, FieldType Type)
{
    /// <summary>Words that stand for numbers, in the order of the numbers (<c>low</c>, <c>high</c> …); empty where there are none.</summary>
    public FrozenDictionary<string, decimal> Ranks { get; init; } = FrozenDictionary<string, decimal>.Empty;

    /// <summary>The only values that the field can have; empty where it is open.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether Vietnamese marks do not count, so that <c>dang nhap</c> finds <c>đăng nhập</c>.</summary>
    public bool IgnoresMarks { get; init; }
}
