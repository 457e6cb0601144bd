using System.Diagnostics.CodeAnalysis;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Search;

namespace SocHost.Kibana.Content;

/// <summary>
/// Queries over an index name its mapped fields and nothing else: Kibana takes a misspelt name for one that no document has.
/// Where a query is asked of several indices, each has only some of its fields; then every name is taken.
/// </summary>
internal sealed class IndexKqlSchema(IndexFields fields, bool takesAny) : KqlSchema
{
    // Names of other indices must not become names of events.
    private const string Prefix = "soc.index.";

    public override bool TryFind(string name, [NotNullWhen(true)] out KqlField? field, out string problem, out IReadOnlyList<string> nearest)
    {
        bool known = fields.TryType(name, out FieldType type) || takesAny;
        field = known ? new KqlField(name, Fields.Get(Prefix + name, type), type) : null;
        problem = known ? "" : $"The index has no field '{name}'";
        nearest = known ? [] : Nearest(name, fields.Names);
        return field is not null;
    }

    /// <summary>What documents call a field that a query names.</summary>
    public static string NameOf(FieldRef field) => field.Field.Name[Prefix.Length..];
}
