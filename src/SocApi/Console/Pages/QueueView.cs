using SocCore.Incidents;

namespace SocApi.Console.Pages;

/// <summary>One of the lists that the queue offers.</summary>
/// <param name="Name">Its name in addresses and texts.</param>
/// <param name="Status">The states in it.</param>
/// <param name="IsMine">Whether only what the reader works on.</param>
internal sealed record QueueView(string Name, IReadOnlyList<IncidentStatus> Status, bool IsMine = false)
{
    /// <summary>The states in which somebody has to do something.</summary>
    public static IReadOnlyList<IncidentStatus> Open { get; } = [IncidentStatus.New, IncidentStatus.InProgress, IncidentStatus.OnHold];

    /// <summary>All lists; the first is shown unless another is asked for.</summary>
    public static IReadOnlyList<QueueView> All { get; } =
    [
        new("open", Open),
        new("new", [IncidentStatus.New]),
        new("mine", Open, IsMine: true),
        new("hold", [IncidentStatus.OnHold]),
        new("over", [IncidentStatus.Resolved, IncidentStatus.Closed]),
        new("all", []),
    ];

    /// <summary>The list of that name, else the first.</summary>
    public static QueueView Find(string? name) => All.FirstOrDefault(v => v.Name == name) ?? All[0];
}
