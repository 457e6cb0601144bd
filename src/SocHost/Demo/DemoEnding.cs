namespace SocHost.Demo;

/// <summary>Why a demo is over.</summary>
internal enum DemoEnding
{
    /// <summary>Every line that was sent is through.</summary>
    Settled,

    /// <summary>Everything that was received is through; some lines never came (UDP may lose them).</summary>
    LinesLost,

    /// <summary>It took too long; what was found by then may not be all.</summary>
    CutShort,
}
