using System.Text;
using System.Text.Json;
using SocCore.Yaml;

namespace SocHost.Settings;

/// <summary>
/// A settings file (JSON) with the place of every value, so that a fault is told as file:line:column. .NET's own binder
/// ignores what it does not know; here a misspelt name is a fault.
/// </summary>
internal sealed class SettingsFile
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _name;
    private readonly byte[] _text;
    private readonly List<int> _lineStarts = [0];
    private readonly Dictionary<string, long> _places = new(StringComparer.OrdinalIgnoreCase);

    private SettingsFile(string name, byte[] text)
    {
        _name = name;
        _text = text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'\n')
                _lineStarts.Add(i + 1);
        }
    }

    /// <summary>Whether the text is JSON at all.</summary>
    public bool IsJson { get; private set; } = true;

    /// <summary>Reads a file and checks its section against the class that it is bound to; adds every fault.</summary>
    public static SettingsFile Read(string file, string section, Type options, ICollection<YamlProblem> problems)
    {
        SettingsFile settings = new(file, File.ReadAllBytes(file));
        try
        {
            settings.Walk(section, options, problems);
        }
        catch (JsonException e)
        {
            YamlPosition at = new((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            settings.IsJson = false;
            problems.Add(new YamlProblem(file, at, "This is not JSON: " + Sentence(e.Message)));
        }

        return settings;
    }

    /// <summary>A fault that names its setting by path in the first word, at the place of that setting or of what holds it.</summary>
    public YamlProblem Locate(string section, string message)
    {
        string path = message.Split(' ', 2)[0];
        if (!path.StartsWith(section + ":", StringComparison.Ordinal))
            path = $"{section}:{path}";
        while (path.Length > 0)
        {
            if (_places.TryGetValue(path, out long at))
                return new YamlProblem(_name, Place(at), message);
            path = path[..Math.Max(0, path.LastIndexOf(':'))];
        }

        return new YamlProblem(_name, new YamlPosition(1, 1), message);
    }

    /// <summary>Remembers where a setting is written.</summary>
    public void Remember(string path, long at) => _places[path] = at;

    private static string Sentence(string message)
    {
        int tail = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return tail < 0 ? message : message[..tail];
    }

    private void Walk(string section, Type options, ICollection<YamlProblem> problems)
    {
        Utf8JsonReader reader = new(_text, Lenient);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            problems.Add(new YamlProblem(_name, new YamlPosition(1, 1), "The settings must be one JSON object."));
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool ours = string.Equals(reader.GetString(), section, StringComparison.OrdinalIgnoreCase);
            reader.Read();
            if (ours)
                new SettingsShape(this, problems).Value(ref reader, section, options);
            else
                reader.Skip();
        }
    }

    /// <summary>Reports a fault at a byte of the text.</summary>
    public void Problem(ICollection<YamlProblem> problems, long at, string message) =>
        problems.Add(new YamlProblem(_name, Place(at), message));

    private YamlPosition Place(long at)
    {
        int line = _lineStarts.BinarySearch((int)at);
        line = line < 0 ? ~line - 1 : line;
        int column = Encoding.UTF8.GetCharCount(_text, _lineStarts[line], (int)at - _lineStarts[line]) + 1;
        return new YamlPosition(line + 1, column);
    }
}
