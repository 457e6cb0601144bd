using System.Globalization;
using SocCore.Time;

namespace SocHost.Kibana.Asking;

/// <summary>The step of a time axis that Kibana chooses by itself: round, and at most a hundred of them in the range.</summary>
internal static class TimeStep
{
    private const int MostSteps = 100;
    private const string Ago = "now-";

    private static readonly string[] Steps = ["1s", "5s", "10s", "30s", "1m", "5m", "10m", "30m", "1h", "3h", "12h", "1d", "7d", "30d"];

    /// <summary>The step for a range that began then and ends now.</summary>
    public static string For(string from)
    {
        if (!from.StartsWith(Ago, StringComparison.Ordinal) || !Timespans.TryParse(from[Ago.Length..], out TimeSpan range))
            throw new AskException(string.Create(CultureInfo.InvariantCulture, $"the range begins at '{from}'; only now-<number><unit> is translated"));
        return Steps.FirstOrDefault(s => Timespans.TryParse(s, out TimeSpan step) && range / step <= MostSteps) ?? Steps[^1];
    }
}
