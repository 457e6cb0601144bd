using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SocCore.Events;

/// <summary>One dotted field name, interned once a process: everything behind the intake speaks of fields by <see cref="Id"/>.</summary>
public sealed class Field
{
    internal Field(int id, string name, FieldType type, bool isArray, bool isDeclared)
    {
        Id = id;
        Name = name;
        Type = type;
        IsArray = isArray;
        IsDeclared = isDeclared;
        Utf8Name = Encoding.UTF8.GetBytes(name);
        Segments = name.Split('.');
        if (Array.Exists(Segments, static s => s.Length == 0))
            Segments = [name];
        JsonKeys = Array.ConvertAll(Segments, JsonKey);
    }

    /// <summary>Position in the table. Ids of declared fields are in the order of their paths.</summary>
    public int Id { get; }

    /// <summary>The dotted name, as in <c>source.ip</c>.</summary>
    public string Name { get; }

    /// <summary>The declared type; keyword for what nobody declared.</summary>
    public FieldType Type { get; }

    /// <summary>Whether ECS wants an array even for one value.</summary>
    public bool IsArray { get; }

    /// <summary>Whether ECS, the city's list or the product's list knows the name.</summary>
    public bool IsDeclared { get; }

    /// <summary>The name in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8 => Utf8Name;

    internal byte[] Utf8Name { get; }

    internal string[] Segments { get; }

    /// <summary>Each step of the path as it is written in a document: <c>"source":</c>.</summary>
    internal byte[][] JsonKeys { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static byte[] JsonKey(string segment) =>
        Encoding.UTF8.GetBytes(string.Concat("\"", JsonEncodedText.Encode(segment, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(), "\":"));
}
