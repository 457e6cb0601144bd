namespace SocHost.Settings;

/// <summary>Where events and incidents are kept, <c>Store</c> in the settings file.</summary>
public sealed class StoreOptions
{
    /// <summary>Which store.</summary>
    /// <value>Embedded (default) or InMemory.</value>
    public StoreKind Kind { get; set; } = StoreKind.Embedded;

    /// <summary>The embedded store's own settings.</summary>
    public SocStore.Embedded.EmbeddedStoreOptions Embedded { get; set; } = new();
}
