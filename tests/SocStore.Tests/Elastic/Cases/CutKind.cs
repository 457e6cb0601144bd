namespace SocStore.Tests.Elastic.Cases;

/// <summary>How much of a request arrives when its sender dies.</summary>
public enum CutKind
{
    /// <summary>Nothing.</summary>
    Request,

    /// <summary>Half of a bulk request's documents; of others nothing.</summary>
    Half,

    /// <summary>All of it; only the answer is lost.</summary>
    Answer,
}
