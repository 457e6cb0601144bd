using System.Text.Json;

namespace SocStore.Elastic.Gateway;

/// <summary>Reads the addresses of a cluster's nodes as <c>GET /_nodes/http</c> names them.</summary>
internal static class NodeAddresses
{
    /// <summary>The nodes that hold data or route; a host name before the slash goes before the number behind it.</summary>
    public static IReadOnlyList<Uri> Read(JsonElement nodes, string scheme)
    {
        List<Uri> found = [];
        foreach (JsonProperty node in nodes.EnumerateObject())
        {
            if (IsMasterOnly(node.Value)
                || !node.Value.TryGetProperty("http", out JsonElement http)
                || !http.TryGetProperty("publish_address", out JsonElement address))
            {
                continue;
            }

            string text = address.GetString()!;
            int slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0)
                text = string.Concat(text.AsSpan(0, slash), text.AsSpan(text.LastIndexOf(':')));
            if (Uri.TryCreate($"{scheme}://{text}", UriKind.Absolute, out Uri? uri))
                found.Add(uri);
        }

        return found;
    }

    private static bool IsMasterOnly(JsonElement node) =>
        node.TryGetProperty("roles", out JsonElement roles) && roles.GetArrayLength() == 1
        && roles[0].GetString() is "master" or "cluster_manager";
}
