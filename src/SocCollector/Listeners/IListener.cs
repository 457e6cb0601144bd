using System.Net;

namespace SocCollector.Listeners;

/// <summary>Takes bytes from one wire, finds the records in them and hands those to the spool. It knows framing and no format.</summary>
internal interface IListener : IAsyncDisposable
{
    /// <summary>Its id in the settings.</summary>
    string Id { get; }

    /// <summary>What it speaks.</summary>
    ListenerKind Kind { get; }

    /// <summary>Where it listens, with the port that it got; null for files.</summary>
    IPEndPoint? EndPoint { get; }

    /// <summary>What it has counted.</summary>
    ListenerCounts Counts { get; }

    /// <summary>Opens the wire.</summary>
    void Start();

    /// <summary>Takes nothing more; what was received is in the spool when the task ends.</summary>
    Task StopAsync();
}
