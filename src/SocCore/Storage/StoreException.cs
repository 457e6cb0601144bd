namespace SocCore.Storage;

/// <summary>A store that cannot do what it was asked for: it is away, refuses, or is not set up. Never the fault of who asked.</summary>
public abstract class StoreException : Exception
{
    /// <summary>Makes one.</summary>
    protected StoreException()
    {
    }

    /// <summary>Makes one that says what happened.</summary>
    protected StoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    protected StoreException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
