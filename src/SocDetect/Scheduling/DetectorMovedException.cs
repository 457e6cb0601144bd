namespace SocDetect.Scheduling;

/// <summary>A commit was refused because another detector had moved the cursors.</summary>
internal sealed class DetectorMovedException(string message) : Exception(message);
