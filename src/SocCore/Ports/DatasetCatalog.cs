using SocCore.Rules;

namespace SocCore.Ports;

/// <summary>What the loaded sources offer to rules; swapped whole when the sources are loaded again.</summary>
public sealed class DatasetCatalog
{
    private IReadOnlyList<DatasetLogSource> _offers = [];

    /// <summary>Raised after the offers were swapped.</summary>
    public event EventHandler? Changed;

    /// <summary>The offers now.</summary>
    public IReadOnlyList<DatasetLogSource> Offers => Volatile.Read(ref _offers);

    /// <summary>Swaps the offers.</summary>
    public void Swap(IReadOnlyList<DatasetLogSource> offers)
    {
        Volatile.Write(ref _offers, offers);
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
