namespace SocCore.Ports;

/// <summary>How a source is doing.</summary>
/// <param name="Id">system/source, as in <c>infra/sshd</c>.</param>
/// <param name="System">The city system.</param>
/// <param name="Agency">Whose it is.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Dataset">The dataset it writes.</param>
/// <param name="Events">Events since the start.</param>
/// <param name="DeadLetters">Dead letters since the start.</param>
/// <param name="LastSeen">Receipt time of the last record; null when none came yet.</param>
/// <param name="SilentAfter">The longest normal gap; null when it has no rhythm.</param>
/// <param name="State">ok, silent or waiting.</param>
public sealed record SourceStatus(
    string Id, string System, string Agency, string Title, string Dataset, long Events, long DeadLetters, DateTimeOffset? LastSeen, TimeSpan? SilentAfter, string State);
