using System.Diagnostics.CodeAnalysis;
using SocCore.Events;
using SocCore.Search;

namespace SocHost.Kibana.Linting;

/// <summary>Takes every name, and notes it: whether the name is right is asked apart from whether the query can be read.</summary>
internal sealed class NotingKqlSchema : KqlSchema
{
    private static readonly Field AnyField = Fields.Get("soc.index.any");
    private readonly List<string> _asked = [];

    /// <summary>The names, in their order.</summary>
    public IEnumerable<string> Asked => _asked.Distinct();

    public override bool TryFind(string name, [NotNullWhen(true)] out KqlField? field, out string problem, out IReadOnlyList<string> nearest)
    {
        _asked.Add(name);
        field = new KqlField(name, AnyField, FieldType.Keyword);
        problem = "";
        nearest = [];
        return true;
    }
}
