using System.Text.Json;
using System.Text.RegularExpressions;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>What every object has: a name of its own, versions, nothing of the server that it came from.</summary>
internal static partial class ObjectCheck
{
    private static readonly string[] ServerFields = ["namespaces", "created_at", "created_by", "updated_at", "updated_by", "version", "managed", "originId", "migrationVersion", "score", "sort"];

    /// <summary>Looks at all objects.</summary>
    public static void Run(LintContext context)
    {
        HashSet<string> seen = [];
        foreach (SavedObject one in context.Objects)
        {
            if (one.Type.Length == 0 || one.Id.Length == 0)
                context.Add(LintRules.ObjectName, one, $"it has no {(one.Type.Length == 0 ? "type" : "id")}; give it one");
            else if (!seen.Add(one.Name))
                context.Add(LintRules.DuplicateObject, one, "it stands in the file twice; keep one");
            if (!Pins.ByType.ContainsKey(one.Type))
                context.Add(LintRules.ObjectType, one, $"objects of type '{one.Type}' are none of ours; use {string.Join(", ", Pins.ByType.Keys)}");
            if (one.Attributes is null)
                context.Add(LintRules.Attributes, one, "it has no attributes; write them, or leave the object out");
            foreach (string field in ServerFields.Where(f => one.Root.TryGetProperty(f, out _)))
                context.Add(LintRules.ServerField, one, $"'{field}' is the exporting server's; remove it");
            if (Uuid().Match(one.Id) is { Success: true } uuid)
                context.Add(LintRules.RandomId, one, $"the id has the random '{uuid.Value}'; name it by what it is, as in soc-overview-vi");
            Versions(context, one);
        }
    }

    private static void Versions(LintContext context, SavedObject one)
    {
        string? type = one.Root.Text("typeMigrationVersion");
        string? core = one.Root.Text("coreMigrationVersion");
        if (!context.IsOwn)
        {
            if (type is null && one.Root.Member("migrationVersion") is null && one.Attributes is { } attributes && HasFormBased(one, attributes))
                context.Add(LintRules.TypeMigrationVersion, one, "it has neither typeMigrationVersion nor migrationVersion, but Lens state that is newer than 8.5; export it again, or write the version that wrote it");
            return;
        }

        string? pin = Pins.ByType.GetValueOrDefault(one.Type);
        if (type is null || core is null)
            context.Add(LintRules.TypeMigrationVersion, one, $"it has no {(type is null ? "typeMigrationVersion" : "coreMigrationVersion")}; write {(type is null ? pin ?? "its version" : Pins.Core)}");
        if (type is not null && pin is not null && Pins.Compare(type, pin) > 0)
            context.Add(LintRules.VersionAbovePin, one, $"typeMigrationVersion {type} is above {pin}, which the oldest supported Kibana takes; write {pin}");
        if (core is not null && Pins.Compare(core, Pins.Core) > 0)
            context.Add(LintRules.VersionAbovePin, one, $"coreMigrationVersion {core} is above {Pins.Core}, which the oldest supported Kibana takes; write {Pins.Core}");
    }

    private static bool HasFormBased(SavedObject one, JsonElement attributes) => one.Type switch
    {
        ObjectTypes.Lens => LensState.Of(attributes) is { IsFormBased: true },
        ObjectTypes.Dashboard => DashboardPanel.Of(attributes).Any(static p => p.Attributes is { } by && LensState.Of(by) is { IsFormBased: true }),
        _ => false,
    };

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")]
    private static partial Regex Uuid();
}
