namespace SocCollector.Sources;

/// <summary>Whose a sender is, where the source file does not say. One of listener, peer or host is set.</summary>
public sealed class InventoryEntry
{
    /// <summary>Id of a listener.</summary>
    public string? Listener { get; set; }

    /// <summary>Address or network of senders.</summary>
    public string? Peer { get; set; }

    /// <summary>Host in the syslog header; <c>*</c> and <c>?</c> are wildcards.</summary>
    public string? Host { get; set; }

    /// <summary>Id of the agency.</summary>
    public string Agency { get; set; } = "";

    /// <summary>Its name.</summary>
    public string? AgencyName { get; set; }

    /// <summary>Site of what sends.</summary>
    public string? Site { get; set; }
}
