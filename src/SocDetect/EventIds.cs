namespace SocDetect;

/// <summary>Ids of what detection logs; they do not change.</summary>
internal static class EventIds
{
    public const int DetectorStarted = 3000;
    public const int ScanFailed = 3001;
    public const int DetectorMoved = 3002;
    public const int RulesSwapped = 3003;
    public const int DetectionRaised = 3004;
    public const int RuleFailed = 3005;
    public const int RulesLoaded = 3006;
    public const int RulesRefused = 3007;
    public const int RulesUnreadable = 3008;
    public const int SeatTaken = 3009;
    public const int WorkFailed = 3010;
    public const int WorkSkipped = 3011;
    public const int WorkRefused = 3012;
}
