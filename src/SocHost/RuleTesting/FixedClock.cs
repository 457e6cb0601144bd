namespace SocHost.RuleTesting;

/// <summary>A clock that stands, so that a test's outcome does not depend on when it runs.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => now;
}
