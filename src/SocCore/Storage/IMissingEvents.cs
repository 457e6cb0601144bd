namespace SocCore.Storage;

/// <summary>A store that can tell that published events are not to be seen, though everything was done to see them.</summary>
public interface IMissingEvents
{
    /// <summary>What was noticed and not noted yet.</summary>
    IReadOnlyList<MissingEvents> Missing { get; }

    /// <summary>It was committed to the ledger.</summary>
    void Noted(IReadOnlyCollection<MissingEvents> missing);
}
