using System.Globalization;
using System.Resources;
using SocApi.Console;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;

namespace SocApi.Reports;

/// <summary>The texts of reports in one language, and how that language writes numbers and times.</summary>
public sealed class ReportText
{
    private static readonly ResourceManager Resources = new("SocApi.Reports.ReportText", typeof(ReportText).Assembly);

    private readonly CultureInfo _culture;

    /// <summary>Speaks vi or en.</summary>
    public ReportText(string language)
    {
        Language = language;
        _culture = CultureInfo.GetCultureInfo(ConsoleServices.CultureOf(language));
    }

    /// <summary>The languages there are.</summary>
    public static IReadOnlyList<string> Languages => ConsoleText.Languages;

    /// <summary>vi or en.</summary>
    public string Language { get; }

    /// <summary>A text. A report that lacks one is not made: nobody audits brackets.</summary>
    /// <exception cref="KeyNotFoundException">No text has that key.</exception>
    public string this[string key] => Resources.GetString(key, _culture)
        ?? throw new KeyNotFoundException($"Reports have no text '{key}' in '{Language}'; add it to ReportText.resx and ReportText.vi.resx.");

    /// <summary>A text with its places filled.</summary>
    public string this[string key, params object?[] values] => string.Format(_culture, this[key], values);

    /// <summary>A number of things.</summary>
    public string Number(long value) => value.ToString("N0", _culture);

    /// <summary>A part of a whole in per cent.</summary>
    public string Share(double value) => (value * 100).ToString("0.0", _culture) + "\u00a0%";

    /// <summary>A length of time in its two largest units.</summary>
    public string Span(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 1000 } => this["Span.Milliseconds", (int)span.TotalMilliseconds],
        { TotalSeconds: < 60 } => this["Span.Seconds", span.TotalSeconds.ToString("0.#", _culture)],
        { TotalMinutes: < 60, Seconds: 0 } => this["Span.WholeMinutes", span.Minutes],
        { TotalMinutes: < 60 } => this["Span.Minutes", span.Minutes, span.Seconds],
        { TotalHours: < 48 } => this["Span.Hours", (int)span.TotalHours, span.Minutes],
        _ => this["Span.Days", (int)span.TotalDays, span.Hours],
    };

    /// <summary>A day: 12/03/2026 in both languages.</summary>
    public static string Day(DateTimeOffset local) => local.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);

    /// <summary>A day without its year.</summary>
    public static string ShortDay(DateTimeOffset local) => local.ToString("dd'/'MM", CultureInfo.InvariantCulture);

    /// <summary>A minute of a day.</summary>
    public static string Minute(DateTimeOffset local) => local.ToString("dd'/'MM'/'yyyy HH':'mm", CultureInfo.InvariantCulture);

    /// <summary>A minute of a day; the year is written where it is another than that of the report.</summary>
    public static string Minute(DateTimeOffset local, int year) =>
        local.Year == year ? local.ToString("dd'/'MM HH':'mm", CultureInfo.InvariantCulture) : Minute(local);

    /// <summary>A second of a day.</summary>
    public static string Second(DateTimeOffset local) => local.ToString("dd'/'MM'/'yyyy HH':'mm':'ss", CultureInfo.InvariantCulture);

    /// <summary>A severity.</summary>
    public string Of(RuleLevel level) => ConsoleText.In(_culture, $"{nameof(RuleLevel)}.{level}");

    /// <summary>A state of work.</summary>
    public string Of(IncidentStatus status) => ConsoleText.In(_culture, $"{nameof(IncidentStatus)}.{status}");

    /// <summary>A verdict.</summary>
    public string Of(Verdict verdict) => ConsoleText.In(_culture, $"{nameof(Verdict)}.{verdict}");

    /// <summary>An agency's name; its id where only the agency itself has a name for it.</summary>
    public string Agency(string id) => id is AgencyScope.CitySoc or AgencyScope.Unassigned ? ConsoleText.In(_culture, "Agency." + id) : id;

    /// <summary>The title of an incident or a rule in this language, else as it was written.</summary>
    public string Title(string title, IReadOnlyDictionary<string, string> byLanguage) =>
        byLanguage.TryGetValue(Language, out string? translated) && translated.Length > 0 ? translated : title;
}
