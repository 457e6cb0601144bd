namespace SocCore.Storage;

/// <summary>
/// Where reports are kept: whole or not at all, never changed, each read by its agency and the city SOC alone. On a store
/// that several processes share all of them see the same reports.
/// </summary>
public interface IReportShelf
{
    /// <summary>
    /// Keeps a report with its files, the manifest among them. False when one of that id is kept already, by whichever
    /// process: that one stays as it is.
    /// </summary>
    ValueTask<bool> KeepAsync(KeptReport report, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancel);

    /// <summary>Kept reports, latest first, then by id.</summary>
    /// <param name="report">Only of this kind; null: of all.</param>
    /// <param name="limit">The most, 1 to 1000.</param>
    /// <param name="scope">Whose.</param>
    /// <param name="cancel">Ends the wait.</param>
    ValueTask<IReadOnlyList<KeptReport>> ListAsync(string? report, int limit, AgencyScope scope, CancellationToken cancel);

    /// <summary>A kept report by its id; null when there is none, and for one of another agency.</summary>
    ValueTask<KeptReport?> FindAsync(string id, AgencyScope scope, CancellationToken cancel);

    /// <summary>A file that the report's manifest names, or the manifest itself; null for every other name.</summary>
    /// <exception cref="InvalidDataException">It is not there as it was kept: its SHA-256 sum is another. The message names report and file.</exception>
    ValueTask<byte[]?> ReadAsync(KeptReport report, string name, CancellationToken cancel);
}
