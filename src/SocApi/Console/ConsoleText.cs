using System.Globalization;
using System.Resources;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;

namespace SocApi.Console;

/// <summary>The texts of the console in the language of the running request or circuit.</summary>
internal sealed class ConsoleText
{
    /// <summary>The languages there are; the first is the city's.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["vi", "en"];

    private static readonly ResourceManager Resources = new("SocApi.Console.ConsoleText", typeof(ConsoleText).Assembly);

    /// <summary>vi or en.</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "vi";

    /// <summary>The text of that key; the key itself in brackets when a page names one that is not there, which a test forbids.</summary>
    public string this[string key] => Resources.GetString(key, CultureInfo.CurrentUICulture) ?? $"[{key}]";

    /// <summary>A text of the console in a language that is not the reader's own: reports have theirs.</summary>
    public static string In(CultureInfo culture, string key) => Resources.GetString(key, culture) ?? $"[{key}]";

    /// <summary>The text with its places filled.</summary>
    public string this[string key, params object?[] values] => string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>
    /// The text for a number of things: <c>key.one</c> or <c>key.other</c> by the plural rule of the language. Vietnamese
    /// has one form (CLDR), English two.
    /// </summary>
    public string Count(string key, long count) =>
        this[Language == "en" && count == 1 ? key + ".one" : key + ".other", Number(count)];

    /// <summary>A number as the language groups it.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A member of an enumeration by its resource <c>Type.Member</c>.</summary>
    public string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => this[$"{typeof(TEnum).Name}.{value}"];

    /// <summary>The title in the language of the reader, else as it was written.</summary>
    public static string Title(string title, IReadOnlyDictionary<string, string> byLanguage) =>
        byLanguage.TryGetValue(Language, out string? translated) && translated.Length > 0 ? translated : title;

    /// <summary>An agency's name; its id where only the agency itself has a name for it.</summary>
    public string Agency(string id) => id is AgencyScope.CitySoc or AgencyScope.Unassigned ? this["Agency." + id] : id;

    /// <summary>Who did something; the engine is called by name.</summary>
    public string Actor(string actor) => actor is "system" or AgencyScope.CitySoc ? this["Actor." + actor] : actor;

    /// <summary>A field of an incident's history by its name in the API.</summary>
    public string Field(string name) => this["Part." + name];

    /// <summary>A value of an incident's history: states, verdicts and the like are words of the API and are translated.</summary>
    public string Word(string field, string? value) => field switch
    {
        _ when string.IsNullOrEmpty(value) => this["Value.None"],
        "status" when IncidentWords.TryRead(value, out IncidentStatus status) || Enum.TryParse(value, out status) => Of(status),
        "verdict" when IncidentWords.TryRead(value, out Verdict verdict) => Of(verdict),
        "phase" when IncidentWords.TryRead(value, out IncidentPhase phase) => Of(phase),
        "severity" when IncidentWords.TryRead(value, out RuleLevel level) => Of(level),
        "root_cause" when value == "unknown" => this["RootCause.Unknown"],
        "agency" => Agency(value),
        _ => value,
    };
}
