namespace SocApi;

/// <summary>Ids of the API's log events; numbers are never used again.</summary>
internal static class EventIds
{
    public const int StoreDoesNotAnswer = 4001;
    public const int RequestFailed = 4002;
    public const int SignedIn = 4005;
    public const int SignInRefused = 4006;
    public const int CookieKeysNotRead = 4007;
    public const int CookieKeyNotWritten = 4008;
    public const int NoPdf = 4010;
    public const int WorkLeft = 4011;
    public const int ReportMade = 4012;
    public const int ReportDelivered = 4013;
    public const int DeliveryFailed = 4014;
    public const int FollowFailed = 4101;
    public const int RefreshFailed = 4102;
}
