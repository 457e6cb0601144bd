namespace SocHost.Kibana.Linting;

/// <summary>Whose files are looked at.</summary>
internal enum LintProfile
{
    /// <summary>Our own bundles: what Kibana wants, and how we want them written.</summary>
    Own,

    /// <summary>Anybody's export: only what Kibana would refuse, or could not open later.</summary>
    Foreign,
}
