using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Events;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Setup;

/// <summary>What the setup writes into the <c>_meta</c> of all that it makes, so that it is known again: by which version, from what, with which content.</summary>
internal sealed record SetupMark(int Version, string Basis, string Hash)
{
    /// <summary>The setup's own version: grows with every change of what it writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The mark of a body that is about to be written.</summary>
    public static SetupMark Of(JsonNode body, string basis) => new(CurrentVersion, basis, Hex(body.ToJsonString(ElasticJson.Options)));

    /// <summary>What everything is generated from; while it is the same, a process need not ask the server for its types again.</summary>
    public static string BasisOf(ElasticDialect dialect, ElasticOptions options) => Hex(string.Join(
        '\n',
        [
            $"{CurrentVersion} {dialect} {options.Namespace} {options.IndexPrefix} {options.Replicas} {options.RetentionDays}",
            .. EcsSchema.Declared.Select(static d => $"{d.Name} {d.Type}"),
            .. StoreIndices.All.Select(i => i.Name + i.Properties(dialect).ToJsonString()),
        ]));

    /// <summary>Reads the mark of something that exists; null when it has none.</summary>
    public static SetupMark? Read(JsonElement owner)
    {
        if (!owner.TryGetProperty("_meta", out JsonElement meta) || !meta.TryGetProperty("soc", out JsonElement mark))
            return null;
        return new SetupMark(mark.GetProperty("version").GetInt32(), mark.GetProperty("basis").GetString()!, mark.GetProperty("hash").GetString()!);
    }

    /// <summary>The <c>_meta</c> object.</summary>
    public JsonObject ToMeta() => new() { ["soc"] = new JsonObject { ["version"] = Version, ["basis"] = Basis, ["hash"] = Hash } };

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
