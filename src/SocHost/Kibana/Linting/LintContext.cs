using SocHost.Kibana.Content;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>A file that is looked at: its objects, and where findings go.</summary>
internal sealed class LintContext(string file, LintProfile profile, IReadOnlyList<SavedObject> objects, ICollection<Finding> findings)
{
    private readonly Dictionary<(string Type, string Id), SavedObject> _byName =
        objects.GroupBy(static o => (o.Type, o.Id)).ToDictionary(static g => g.Key, static g => g.First());

    /// <summary>Its objects in their order.</summary>
    public IReadOnlyList<SavedObject> Objects => objects;

    /// <summary>Whether it is one of ours.</summary>
    public bool IsOwn => profile == LintProfile.Own;

    /// <summary>Adds a finding; rules of ours do not count in files of others.</summary>
    public void Add(LintRule rule, SavedObject at, string message, bool warning = false)
    {
        if (IsOwn || !rule.IsOwn)
            findings.Add(new Finding(rule, file, at.Line, at.Name, message, warning));
    }

    /// <summary>Whether the file has an object.</summary>
    public bool Has(string type, string id) => _byName.ContainsKey((type, id));

    /// <summary>The fields of a data view of the file; null when nobody knows them.</summary>
    public IndexFields? FieldsOf(string dataView) =>
        _byName.TryGetValue((ObjectTypes.IndexPattern, dataView), out SavedObject? view)
        && view.Attributes?.Text("title") is { } pattern && IndexFields.TryOf(pattern, out IndexFields? fields)
            ? fields
            : null;

    /// <summary>Whether a data view is over events of all kinds, so that questions to it must name their dataset.</summary>
    public bool IsOverEvents(string dataView) => FieldsOf(dataView) is { } fields && fields == IndexFields.Events;
}
