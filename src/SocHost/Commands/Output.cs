using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace SocHost.Commands;

/// <summary>What commands print: a table for people, or one JSON object for programs.</summary>
internal static class Output
{
    /// <summary>How JSON is written: snake_case, Vietnamese as it is.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes one JSON object.</summary>
    public static void Object<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Writes a table.</summary>
    public static void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in columns)
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))) { NoWrap = columns.Count > 4 });
        foreach (IReadOnlyList<string> row in rows)
            table.AddRow(row.Select(static cell => (Spectre.Console.Rendering.IRenderable)new Text(Visible(cell))));
        AnsiConsole.Write(table);
    }

    /// <summary>Writes problems, one a line, to stderr.</summary>
    public static void Problems(IEnumerable<SocCore.Yaml.YamlProblem> problems)
    {
        foreach (SocCore.Yaml.YamlProblem problem in problems)
            Console.Error.WriteLine(problem);
    }

    /// <summary>Control characters, escape sequences among them, are made visible: a log line must not drive a terminal.</summary>
    public static string Visible(string text) =>
        string.Concat(text.Select(static c => char.IsControl(c) || c is '\u202a' or '\u202b' or '\u202d' or '\u202e' or '\u2066' or '\u2067' or '\u2068' or '\u2069'
            ? $"<U+{(int)c:X4}>"
            : c.ToString()));
}
