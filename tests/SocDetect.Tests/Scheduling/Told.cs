using SocCore.Events;
using SocTesting;

namespace SocDetect.Tests.Scheduling;

/// <summary>An event as a test tells it: what happened at which second, with which fields.</summary>
internal sealed record Told(string Action, DateTimeOffset Time, params (string Field, string Value)[] Fields)
{
    public Told(string action, double second, params (string Field, string Value)[] fields)
        : this(action, Some.Time.AddSeconds(second), fields)
    {
    }

    public string Agency { get; init; } = "so-gtvt";

    public string System { get; init; } = "traffic";

    public string Source { get; init; } = "traffic/vms";

    public DateTimeOffset? Received { get; init; }

    public EventId? Id { get; init; }
}
