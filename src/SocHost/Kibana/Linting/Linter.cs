using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>Looks a file of saved objects through, as no Kibana does: for what it would refuse, and for what it would take and choke on later.</summary>
internal static class Linter
{
    private static readonly Action<LintContext>[] Checks =
    [
        ObjectCheck.Run, AttributeCheck.Run, ReferenceCheck.Run, DataViewCheck.Run, SearchCheck.Run, DashboardCheck.Run, GridCheck.Run, PanelCheck.Run, LensCheck.Run, DatasetCheck.Run,
    ];

    /// <summary>All that is wrong with a file, in the order of its lines.</summary>
    public static IReadOnlyList<Finding> Lint(string file, ReadOnlySpan<byte> content, LintProfile profile)
    {
        List<Finding> findings = [];
        IReadOnlyList<SavedObject> objects = FileCheck.Read(file, content, profile, findings);
        LintContext context = new(file, profile, objects, findings);
        foreach (Action<LintContext> check in Checks)
            check(context);
        return [.. findings.OrderBy(static f => f.Line)];
    }
}
