namespace SocStore;

/// <summary>Ids of this project's log events: 3000 to 3999.</summary>
internal static class EventIds
{
    public const int DayOpened = 3001;
    public const int DayClosed = 3002;
    public const int DayDeleted = 3003;
    public const int LogRepaired = 3004;
    public const int CheckpointFailed = 3006;
    public const int ManifestUnreadable = 3007;
    public const int AppendFailed = 3008;
    public const int EmptyDayRemoved = 3009;
    public const int UpkeepFailed = 3010;
    public const int CheckpointLater = 3011;
    public const int NodeFailed = 3101;
    public const int NodeBack = 3102;
    public const int ServerKnown = 3103;
    public const int NotSniffed = 3104;
    public const int SetupDone = 3105;
    public const int BulkSlower = 3106;
    public const int EventsRefused = 3107;
    public const int EventsUnseen = 3108;
    public const int PollFailed = 3109;
    public const int IndexDeleted = 3110;
    public const int ForeignNotRead = 3111;
    public const int ForeignReadAgain = 3112;
    public const int ForeignEvidenceDenied = 3113;
    public const int CommitUnwritten = 3121;
}
