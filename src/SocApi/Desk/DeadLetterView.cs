using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>A dead letter as the caller may see it.</summary>
/// <param name="Letter">The letter; without its bytes unless the caller may read them.</param>
/// <param name="WithBytes">Whether the bytes are there.</param>
public sealed record DeadLetterView(DeadLetter Letter, bool WithBytes);
