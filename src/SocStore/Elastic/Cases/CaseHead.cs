using SocCore.Storage;

namespace SocStore.Elastic.Cases;

/// <summary>
/// Where the cases stand: one document, exchanged whole under the condition that nobody exchanged it meanwhile. That exchange
/// is the commit: it moves the cursors, gives out numbers and sequences, and names the documents to write.
/// </summary>
internal sealed record CaseHead
{
    /// <summary>How many commits are remembered by name, to tell the fate of one whose answer was lost.</summary>
    public const int MostRecent = 64;

    /// <summary>Number of commits so far.</summary>
    public long Commit { get; init; }

    /// <summary>The highest epoch of a detector that committed.</summary>
    public long Epoch { get; init; }

    /// <summary>The sequence of the last change.</summary>
    public long LastChange { get; init; }

    /// <summary>The detector's cursors.</summary>
    public IReadOnlyList<SpoolPosition> Cursors { get; init; } = [];

    /// <summary>The last incident number of each year.</summary>
    public IReadOnlyDictionary<int, long> Numbers { get; init; } = new Dictionary<int, long>();

    /// <summary>The names of the latest commits.</summary>
    public IReadOnlyList<string> Recent { get; init; } = [];

    /// <summary>The latest commit that had documents to write: this one, or one whose documents are written.</summary>
    public long Written { get; init; }

    /// <summary>Documents that hold more of what is to be written than fits into this one.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];
}
