namespace SocStore.Elastic.Setup;

/// <summary>The store cannot be set up as it is asked; the message says why and what to do.</summary>
public sealed class SetupException : Exception
{
    /// <summary>Makes one.</summary>
    public SetupException()
    {
    }

    /// <summary>Makes one that says why.</summary>
    public SetupException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public SetupException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
