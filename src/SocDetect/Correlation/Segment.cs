namespace SocDetect.Correlation;

/// <summary>A burst as the matches show it now, before it is known which one it is.</summary>
internal struct Segment
{
    /// <summary>Time of the earliest match.</summary>
    public long First;

    /// <summary>Time of the match that first met the condition.</summary>
    public long Reached;

    /// <summary>Time of the last match.</summary>
    public long Last;

    /// <summary>The first held match that counts for it.</summary>
    public int From;

    /// <summary>The frozen burst that it goes on with, or null.</summary>
    public Burst? Carried;
}
