namespace SocCore.Rules;

/// <summary>
/// What kind of log a rule is about, or a dataset offers. A rule is tried on an event only when every attribute that the
/// rule sets equals the event's.
/// </summary>
public sealed record LogSource(string? Category = null, string? Product = null, string? Service = null)
{
    /// <summary>Whether a rule with this log source is to be tried on events that offer the other.</summary>
    public bool Accepts(LogSource offered) =>
        Fits(Category, offered.Category) && Fits(Product, offered.Product) && Fits(Service, offered.Service);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('/', new[] { Product, Category, Service }.Where(static s => s is not null));

    private static bool Fits(string? wanted, string? offered) =>
        wanted is null || string.Equals(wanted, offered, StringComparison.OrdinalIgnoreCase);
}
