namespace EndToEnd.Tests.Console;

/// <summary>A clock that runs as fast as the real one from a morning that the tests share, so that pages look the same every day.</summary>
internal sealed class CityClock : TimeProvider
{
    private readonly long _started = System.GetTimestamp();

    /// <summary>When the scene begins: 12/03/2026 09:40 in the city.</summary>
    public static DateTimeOffset Morning { get; } = new(2026, 3, 12, 2, 40, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Morning + System.GetElapsedTime(_started);
}
