using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SocCore.Yaml;

/// <summary>
/// Reads YAML strictly, for files that people edit: no anchors, aliases, type tags or duplicate keys, bounded in size,
/// depth and nodes. Every value keeps its place.
/// </summary>
public static partial class YamlFile
{
    /// <summary>The largest file, bytes of UTF-8.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>The deepest nesting.</summary>
    public const int MaxDepth = 32;

    /// <summary>The most values in a file.</summary>
    public const int MaxNodes = 200_000;

    /// <summary>Reads all documents of a text. On a problem the documents before it are returned and the problem is added.</summary>
    public static IReadOnlyList<YamlNode> Read(string file, string text, ICollection<YamlProblem> problems)
    {
        List<YamlNode> documents = [];
        if (System.Text.Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            problems.Add(new YamlProblem(file, new YamlPosition(1, 1), $"The file is larger than {MaxBytes / 1024} KiB; split it."));
            return documents;
        }

        try
        {
            Reader reader = new(new Parser(new Scanner(new StringReader(text), skipComments: true)));
            reader.ReadAll(documents);
        }
        catch (StrictException e)
        {
            problems.Add(new YamlProblem(file, e.Position, e.Message));
        }
        catch (YamlException e)
        {
            problems.Add(new YamlProblem(file, At(e.Start), $"This is not YAML: {Sentence(e.InnerException?.Message ?? e.Message)}"));
        }

        return documents;
    }

    private static YamlPosition At(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";

    private static YamlScalarType Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlScalarType.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarType.Boolean,
        _ when Integer().IsMatch(text) => YamlScalarType.Integer,
        _ when Float().IsMatch(text) => YamlScalarType.Float,
        _ => YamlScalarType.Text,
    };

    [GeneratedRegex(@"^(?:[-+]?[0-9]+|0x[0-9a-fA-F]+)$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();

    private sealed class StrictException(YamlPosition position, string message) : Exception(message)
    {
        public YamlPosition Position { get; } = position;
    }

    private sealed class Reader(IParser parser)
    {
        private int _nodes;

        public void ReadAll(List<YamlNode> documents)
        {
            parser.Consume<StreamStart>();
            while (parser.Accept<DocumentStart>(out _))
            {
                parser.Consume<DocumentStart>();
                YamlNode node = Node(0);
                parser.Consume<DocumentEnd>();
                if (node is not YamlScalar { IsNull: true })
                    documents.Add(node);
            }
        }

        private YamlNode Node(int depth)
        {
            ParsingEvent current = parser.Current!;
            YamlPosition at = At(current.Start);
            if (++_nodes > MaxNodes)
                throw new StrictException(at, $"The file has more than {MaxNodes} values; split it.");
            if (depth > MaxDepth)
                throw new StrictException(at, $"Nested deeper than {MaxDepth} levels; flatten it.");
            switch (current)
            {
                case AnchorAlias:
                    throw new StrictException(at, "Aliases are not allowed; write the value out.");
                case NodeEvent { Anchor.IsEmpty: false } anchored:
                    throw new StrictException(at, $"The anchor '&{anchored.Anchor}' is not allowed; write the value out where it is used.");
                case NodeEvent { Tag.IsEmpty: false } tagged:
                    throw new StrictException(at, $"The type tag '{tagged.Tag}' is not allowed; remove it.");
                case MappingStart:
                    return Map(at, depth);
                case SequenceStart:
                    return List(at, depth);
                default:
                    Scalar scalar = parser.Consume<Scalar>();
                    bool plain = scalar.Style == ScalarStyle.Plain;
                    return new YamlScalar(at, scalar.Value, plain ? Resolve(scalar.Value) : YamlScalarType.Text);
            }
        }

        private YamlMap Map(YamlPosition at, int depth)
        {
            parser.Consume<MappingStart>();
            List<YamlEntry> entries = [];
            HashSet<string> seen = [];
            while (!parser.Accept<MappingEnd>(out _))
            {
                YamlPosition keyAt = At(parser.Current!.Start);
                if (Node(depth + 1) is not YamlScalar key)
                    throw new StrictException(keyAt, "A key must be a text.");
                if (!seen.Add(key.Text))
                    throw new StrictException(keyAt, $"The key '{key.Text}' is written twice; keep one.");
                entries.Add(new YamlEntry(key.Text, keyAt, Node(depth + 1)));
            }

            parser.Consume<MappingEnd>();
            return new YamlMap(at, entries);
        }

        private YamlList List(YamlPosition at, int depth)
        {
            parser.Consume<SequenceStart>();
            List<YamlNode> items = [];
            while (!parser.Accept<SequenceEnd>(out _))
                items.Add(Node(depth + 1));
            parser.Consume<SequenceEnd>();
            return new YamlList(at, items);
        }
    }
}
