using System.Text.Json.Nodes;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Setup;

/// <summary>An index of the product's own, beside the event streams: one shard, strict mapping, made by the setup.</summary>
/// <param name="Name">Its name without the prefix of the settings, such as <c>incidents</c>.</param>
/// <param name="Properties">Its fields: the <c>properties</c> of a mapping, for that server.</param>
internal sealed record IndexDefinition(string Name, Func<ElasticDialect, JsonObject> Properties)
{
    /// <summary>The full name.</summary>
    public string In(ElasticOptions options) => options.IndexPrefix + Name;
}
