namespace SocApi.Console;

/// <summary>How the console speaks and what it calls the city.</summary>
public sealed class ConsoleOptions
{
    /// <summary>The city's name under the brand, by language.</summary>
    public Dictionary<string, string> City { get; set; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["vi"] = "TP. Hồ Chí Minh",
        ["en"] = "Ho Chi Minh City",
    };

    /// <summary>The IANA zone in which times are shown; UTC is shown beside it.</summary>
    public string TimeZone { get; set; } = "Asia/Ho_Chi_Minh";

    /// <summary>The language of who asked for none that the console speaks: <c>vi</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "vi";

    /// <summary>How often an open page asks whether its session still holds.</summary>
    public TimeSpan SessionCheck { get; set; } = TimeSpan.FromSeconds(30);
}
