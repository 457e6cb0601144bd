namespace SocApi.Problems;

/// <summary>Makes answers of interfaces, which C# does not convert by itself.</summary>
public static class Answers
{
    /// <summary>An answer with a value.</summary>
    public static Answer<T> Of<T>(T value)
        where T : class => new(value, null);
}
