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

    /// <summary>Checks the section of a file against the class that it is bound to; adds every fault.</summary>
    public static void Check(string file, string section, Type options, ICollection<YamlProblem> problems)
    {
        SettingsFile settings = new(file, File.ReadAllBytes(file));
        try
        {
            settings.Read(section, options, problems);
        }
        catch (JsonException e)
        {
            YamlPosition at = new((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            problems.Add(new YamlProblem(file, at, "This is not JSON: " + Sentence(e.Message)));
        }
    }

    private static string Sentence(string message)
    {
        int tail = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return tail < 0 ? message : message[..tail];
    }

    private void Read(string section, Type options, ICollection<YamlProblem> problems)
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
    public void Problem(ICollection<YamlProblem> problems, long at, string message)
    {
        int line = _lineStarts.BinarySearch((int)at);
        line = line < 0 ? ~line - 1 : line;
        int column = Encoding.UTF8.GetCharCount(_text, _lineStarts[line], (int)at - _lineStarts[line]) + 1;
        problems.Add(new YamlProblem(_name, new YamlPosition(line + 1, column), message));
    }
}
