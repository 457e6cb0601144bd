namespace SocDetect.Scheduling;

/// <summary>Events read of a spool since a time.</summary>
internal sealed record ScanCount(DateTimeOffset Since, long Events);
