namespace SocCore.Ports;

/// <summary>How far detection is behind.</summary>
/// <param name="PendingEvents">Published events that no scan has read yet.</param>
/// <param name="LastScan">Clock time of the last finished scan; null before the first.</param>
public readonly record struct DetectionLag(long PendingEvents, DateTimeOffset? LastScan);
