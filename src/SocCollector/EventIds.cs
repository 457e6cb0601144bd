namespace SocCollector;

/// <summary>Event ids of the collector's log lines.</summary>
internal static class EventIds
{
    public const int SpoolTrouble = 2001;
    public const int SpoolRecovered = 2002;
    public const int SpoolSegmentLeft = 2003;
    public const int SpoolRefused = 2004;
    public const int SpoolDamaged = 2005;
    public const int ListenerStarted = 2020;
    public const int ListenerStopped = 2021;
    public const int ListenerTrouble = 2022;
    public const int ConnectionRefused = 2023;
    public const int ListenerBuffer = 2025;
    public const int ConnectionLost = 2024;
    public const int RelpBroken = 2026;
    public const int FileTrouble = 2030;
    public const int FileUnreadable = 2031;
    public const int FileOpened = 2032;
    public const int FileClosed = 2033;
    public const int FileTruncated = 2034;
    public const int DeliveryStarted = 2040;
    public const int StoreAway = 2041;
    public const int StoreBack = 2042;
    public const int DeliveryEnded = 2043;
    public const int DeliveryFailed = 2044;
    public const int DecoderFault = 2045;
    public const int SpoolIsOld = 2048;
    public const int SilenceNotRestored = 2049;
    public const int CareFailed = 2046;
    public const int NotFlushed = 2047;
    public const int SourcesReloaded = 2101;
    public const int SourcesKept = 2102;
}
