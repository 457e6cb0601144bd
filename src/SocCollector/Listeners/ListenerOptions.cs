namespace SocCollector.Listeners;

/// <summary>One listener of the settings.</summary>
public sealed class ListenerOptions
{
    /// <summary>Its name; sources and the inventory speak of it, and records keep it.</summary>
    public string Id { get; set; } = "";

    /// <summary>What it speaks.</summary>
    public ListenerKind Kind { get; set; }

    /// <summary>The local address, IPv4 or IPv6; <c>::</c> takes both.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>Files to read, for kind File: paths whose last parts may hold <c>*</c> and <c>?</c>.</summary>
    public IList<string> Paths { get; } = [];

    /// <summary>Whose lines come here, where neither source nor inventory says.</summary>
    public string? Agency { get; set; }

    /// <summary>The city system whose lines come here, where the source does not say.</summary>
    public string? System { get; set; }

    /// <summary>The most connections at a time, for the wires that have them.</summary>
    public int MaxConnections { get; set; } = 4096;

    /// <summary>The kernel's receive buffer, for kind Udp; what does not fit is dropped there, and counted.</summary>
    public int ReceiveBufferBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>How often files are looked at, for kind File.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a last line may stay without its line feed before it is taken as it is, for kind File.</summary>
    public TimeSpan PartialAfter { get; set; } = TimeSpan.FromSeconds(5);
}
