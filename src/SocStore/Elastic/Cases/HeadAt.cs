namespace SocStore.Elastic.Cases;

/// <summary>The head as it was read, with what the exchange is conditional on; −1 when there is none yet.</summary>
internal sealed record HeadAt(CaseHead Head, long SequenceNumber, long PrimaryTerm);
