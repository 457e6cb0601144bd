using SocCore.Storage;

namespace SocDetect.Tests.Scheduling;

/// <summary>Tells of missing events until they are noted.</summary>
internal sealed class MissingNote(params MissingEvents[] missing) : IMissingEvents
{
    private readonly List<MissingEvents> _missing = [.. missing];

    public IReadOnlyList<MissingEvents> Missing => [.. _missing];

    public void Noted(IReadOnlyCollection<MissingEvents> missing) => _missing.RemoveAll(missing.Contains);
}
