using System.Net;

namespace SocCollector.Listeners;

/// <summary>How a listener is.</summary>
/// <param name="Id">Its id in the settings.</param>
/// <param name="Kind">What it speaks.</param>
/// <param name="EndPoint">Where it listens, with the port that it got; null for files.</param>
/// <param name="Counts">What it has counted.</param>
public sealed record ListenerStatus(string Id, ListenerKind Kind, IPEndPoint? EndPoint, ListenerCounts Counts);
