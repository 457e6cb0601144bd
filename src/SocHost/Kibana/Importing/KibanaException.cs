namespace SocHost.Kibana.Importing;

/// <summary>Kibana cannot be asked, or refuses: one line that names the thing, the value and the cure.</summary>
/// <param name="message">The line.</param>
/// <param name="passes">Whether it may be gone in a while, as when Kibana is still starting.</param>
internal sealed class KibanaException(string message, bool passes = false) : Exception(message)
{
    /// <summary>Whether to ask again makes sense.</summary>
    public bool Passes { get; } = passes;
}
