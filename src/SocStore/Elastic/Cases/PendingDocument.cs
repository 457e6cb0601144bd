namespace SocStore.Elastic.Cases;

/// <summary>
/// One document that a commit writes. Its version only grows, so a server refuses it when it, or a later one, is there
/// already: writing it again, however late and by whomever, changes nothing.
/// </summary>
/// <param name="Index">The index, without the prefix of the settings.</param>
/// <param name="Id">The document's id.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Source">The document as JSON.</param>
internal sealed record PendingDocument(string Index, string Id, long Version, ReadOnlyMemory<byte> Source);
