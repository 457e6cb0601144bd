using System.Globalization;
using System.Text;
using SocCollector.Formats;
using Xunit;

namespace SocCollector.Tests.Formats;

public sealed class TimeTests
{
    private static readonly DateTime Noon = new(2026, 3, 12, 5, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("iso", "2026-03-12T02:10:00.123456789+07:00", "2026-03-11T19:10:00.1234567Z", "Source")]
    [InlineData("iso", "2026-03-12 02:10:00,5", "2026-03-11T19:10:00.5000000Z", "InferredZone")]
    [InlineData("iso", "2026/03/12 02:10", "2026-03-11T19:10:00.0000000Z", "InferredZone")]
    [InlineData("iso", "2026-03-12T23:59:60Z", "2026-03-13T00:00:00.0000000Z", "Source")]
    [InlineData("iso", "2026-03-12T24:00:00Z", "2026-03-13T00:00:00.0000000Z", "Source")]
    [InlineData("iso", "2026-03-12T02:10:00 GMT+7", "2026-03-11T19:10:00.0000000Z", "Source")]
    [InlineData("iso", "2026-03-12T02:10:00+07", "2026-03-11T19:10:00.0000000Z", "Source")]
    [InlineData("iso", "2026-03-12T02:10:00+0700", "2026-03-11T19:10:00.0000000Z", "Source")]
    [InlineData("epoch", "1773256200", "2026-03-11T19:10:00.0000000Z", "Source")]
    [InlineData("epoch", "1773256200.25", "2026-03-11T19:10:00.2500000Z", "Source")]
    [InlineData("epoch", "1773256200123", "2026-03-11T19:10:00.1230000Z", "Source")]
    [InlineData("epoch", "1773256200123456", "2026-03-11T19:10:00.1234560Z", "Source")]
    [InlineData("epoch", "1773256200123456789", "2026-03-11T19:10:00.1234567Z", "Source")]
    [InlineData("clf", "12/Mar/2026:02:10:00 +0700", "2026-03-11T19:10:00.0000000Z", "Source")]
    [InlineData("dd/MM/yyyy HH:mm:ss", "12/03/2026 02:10:00", "2026-03-11T19:10:00.0000000Z", "InferredZone")]
    [InlineData("MM/dd/yyyy hh:mm:ss tt", "03/12/2026 02:10:00 PM", "2026-03-12T07:10:00.0000000Z", "InferredZone")]
    [InlineData("d/M/yyyy h:mm:ss tt", "12/3/2026 2:10:00 SA", "2026-03-11T19:10:00.0000000Z", "InferredZone")]
    [InlineData("d/M/yyyy h:mm:ss tt", "12/3/2026 12:10:00 CH", "2026-03-12T05:10:00.0000000Z", "InferredZone")]
    [InlineData("dd-MMM-yyyy HH:mm:ss.fff", "12-Mar-2026 02:10:00.004", "2026-03-11T19:10:00.0040000Z", "InferredZone")]
    public void A_time_is_read_as_it_is_written(string format, string text, string expected, string quality)
    {
        TimeFormat read = TimeFormat.Parse(format, out string? problem)!;
        Assert.Null(problem);
        Assert.True(read.TryRead(Encoding.UTF8.GetBytes(text), Noon.Ticks, SourceZone.City, out long ticks, out TimeQuality actual));
        Assert.Equal(expected, new DateTime(ticks, DateTimeKind.Utc).ToString("o", CultureInfo.InvariantCulture));
        Assert.Equal(quality, actual.ToString());
    }

    [Theory]
    [InlineData("iso", "2026-02-29T00:00:00Z")]
    [InlineData("iso", "2026-13-01T00:00:00Z")]
    [InlineData("iso", "2026-03-12T25:00:00Z")]
    [InlineData("iso", "hôm qua")]
    [InlineData("iso", "2026-03-12T02:10:00+07:00 nữa")]
    [InlineData("epoch", "-1")]
    [InlineData("epoch", "99999999999999999999")]
    [InlineData("syslog", "Feb 30 10:00:00")]
    [InlineData("clf", "12/Mar/2026")]
    [InlineData("dd/MM/yyyy HH:mm:ss", "03/13/2026 02:10:00")]
    public void What_is_no_time_is_not_read(string format, string text) =>
        Assert.False(TimeFormat.Parse(format, out _)!.TryRead(Encoding.UTF8.GetBytes(text), Noon.Ticks, SourceZone.City, out _, out _));

    [Fact]
    public void A_time_without_a_year_is_in_the_newest_year_that_is_not_more_than_a_day_ahead()
    {
        TimeFormat format = TimeFormat.Parse("syslog", out _)!;
        string[] days = ["Dec 30", "Dec 31", "Jan  1", "Jan  2", "Feb 28", "Feb 29", "Mar  1"];
        DateTime[] around = [new(2025, 12, 31, 0, 0, 0), new(2026, 1, 1, 0, 0, 0), new(2027, 2, 28, 12, 0, 0), new(2028, 2, 29, 12, 0, 0), new(2028, 3, 1, 0, 0, 0)];
        int checkedPairs = 0;
        foreach (string day in days)
        {
            foreach (DateTime center in around)
            {
                for (int hours = -26; hours <= 26; hours++)
                {
                    long receipt = center.AddHours(hours).AddHours(-7).Ticks;
                    Assert.True(format.TryRead(Encoding.ASCII.GetBytes(day + " 10:00:00"), receipt, SourceZone.City, out long ticks, out TimeQuality quality));
                    Assert.Equal(TimeQuality.InferredYear, quality);
                    Assert.Equal(Oracle(day, receipt), ticks);
                    checkedPairs++;
                }
            }
        }

        Assert.Equal(7 * 5 * 53, checkedPairs);
    }

    /// <summary>The rule as it is told: try every year, keep the newest that is not more than a day after receipt.</summary>
    private static long Oracle(string day, long receipt)
    {
        long best = 0;
        for (int year = 2015; year <= 2030; year++)
        {
            if (DateTime.TryParseExact($"{day.Replace("  ", " ", StringComparison.Ordinal)} {year} 10:00:00", "MMM d yyyy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            {
                long ticks = local.AddHours(-7).Ticks;
                if (ticks <= receipt + TimeSpan.TicksPerDay)
                    best = Math.Max(best, ticks);
            }
        }

        return best;
    }
}
