namespace SocCore.Storage;

/// <summary>A store was asked for a search that it refuses rather than approximates.</summary>
public sealed class UnsupportedConditionException : Exception
{
    /// <summary>Makes one.</summary>
    public UnsupportedConditionException()
    {
    }

    /// <summary>Makes one that says what cannot be searched, and what can instead.</summary>
    public UnsupportedConditionException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public UnsupportedConditionException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
