using SocCore.Rules;

namespace SocCore.Storage;

/// <summary>
/// Events that others (shippers, agents) write beside this product's own into a store that they share. They have no
/// sequence; a reading finds what was not evaluated yet by counting. Absent where nobody else writes.
/// </summary>
public interface IForeignEvents
{
    /// <summary>The feeds of the settings as the ledger names them, none when nobody asked for any.</summary>
    IReadOnlyList<string> Feeds { get; }

    /// <summary>The log sources that the settings declare for datasets.</summary>
    IReadOnlyList<DatasetLogSource> Declared { get; }

    /// <summary>Begins to read where the last commit ended.</summary>
    /// <param name="stateOf">Gives a named document that a commit wrote; null when there is none.</param>
    /// <param name="cancel">Ends the wait.</param>
    ValueTask<IForeignReading> OpenAsync(Func<string, CancellationToken, ValueTask<string?>> stateOf, CancellationToken cancel);
}
