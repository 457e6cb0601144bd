namespace SocDetect.Matching;

/// <summary>How the events of a file are named.</summary>
public enum EventFileFormat
{
    /// <summary>ECS documents; <c>event.dataset</c> names the log source by the offers that are given.</summary>
    Ecs,

    /// <summary>Windows events: Winlogbeat's <c>winlog.*</c>, or <c>Event.System</c> and <c>Event.EventData</c> as EVTX dumps write them.</summary>
    WinEvent,

    /// <summary>Sigma's own field names, the log source in <c>sigma_product</c>, <c>sigma_service</c>, <c>sigma_category</c>.</summary>
    Flat,
}
