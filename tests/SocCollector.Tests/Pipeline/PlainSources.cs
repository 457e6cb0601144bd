using SocCollector.Pipeline;
using SocCollector.Sources;

namespace SocCollector.Tests.Pipeline;

/// <summary>One source that reads every line; a test may swap how.</summary>
internal sealed class PlainSources : ISourceView
{
    private readonly PlainNormalizer _normalizer = new();

    public INormalizer CreateNormalizer() => _normalizer;

    public string? IdOf(int sourceIndex) => sourceIndex == 0 ? "test/plain" : null;

    public void Swap(Func<string, bool> isDead) => _normalizer.IsDead = isDead;
}
