using System.Text.Json;

namespace SocHost.Kibana.Objects;

/// <summary>One saved object of a file, as it was read.</summary>
internal sealed class SavedObject
{
    /// <summary>Wraps the object of a line.</summary>
    public SavedObject(int line, JsonElement root)
    {
        Line = line;
        Root = root;
        Type = root.Text("type") ?? "";
        Id = root.Text("id") ?? "";
        Attributes = root.Member("attributes") is { ValueKind: JsonValueKind.Object } attributes ? attributes : null;
        References = [.. root.Items("references").Select(static r => new SavedObjectRef(r.Text("type") ?? "", r.Text("id") ?? "", r.Text("name") ?? ""))];
    }

    /// <summary>The line in the file, from 1.</summary>
    public int Line { get; }

    /// <summary>All of it.</summary>
    public JsonElement Root { get; }

    /// <summary>Its type; empty when it says none.</summary>
    public string Type { get; }

    /// <summary>Its id; empty when it says none.</summary>
    public string Id { get; }

    /// <summary>What it says; null when it says nothing.</summary>
    public JsonElement? Attributes { get; }

    /// <summary>What it refers to.</summary>
    public IReadOnlyList<SavedObjectRef> References { get; }

    /// <summary>How messages name it.</summary>
    public string Name => $"{(Type.Length > 0 ? Type : "object")}:{(Id.Length > 0 ? Id : "?")}";
}
