using SocCore.Storage;

namespace SocStore.Elastic.Reports;

/// <summary>What the document of a report says: the report, and how its files are cut.</summary>
/// <param name="Report">The report, as its manifest has it.</param>
/// <param name="Manifest">The manifest, which does not name itself.</param>
/// <param name="PieceBytes">The length of every piece of a file but the last.</param>
internal sealed record ShelvedReport(KeptReport Report, KeptFile Manifest, int PieceBytes)
{
    /// <summary>The file of that name; null when there is none.</summary>
    public KeptFile? Find(string name) => name == Manifest.Name ? Manifest : Report.Files.FirstOrDefault(f => f.Name == name);
}
