using System.Diagnostics.CodeAnalysis;
using SocCore.Events;
using SocCore.Search;

namespace SocHost.Kibana.Content;

/// <summary>Queries over an index name its mapped fields and nothing else: Kibana takes a misspelt name for one that no document has.</summary>
internal sealed class IndexKqlSchema(IndexFields fields) : KqlSchema
{
    // Names of other indices must not become names of events.
    private const string Prefix = "soc.index.";

    public override bool TryFind(string name, [NotNullWhen(true)] out KqlField? field, out string problem, out IReadOnlyList<string> nearest)
    {
        bool known = fields.TryType(name, out FieldType type);
        field = known ? new KqlField(name, Fields.Get(Prefix + name, type), type) : null;
        problem = known ? "" : $"The index has no field '{name}'";
        nearest = known ? [] : Nearest(name, fields.Names);
        return field is not null;
    }
}
