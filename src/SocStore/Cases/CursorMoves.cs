using SocCore.Storage;

namespace SocStore.Cases;

/// <summary>The optimistic test of a detector's cursors.</summary>
internal static class CursorMoves
{
    /// <summary>The name under which a store that keeps named documents has the epoch of the last commit.</summary>
    public const string EpochName = "cursors/epoch";

    /// <summary>Whether every spool that the commit speaks of stands where the scan found it; a spool without a cursor stands at 0.</summary>
    public static bool Agree(DetectCommit commit, Func<short, long> current)
    {
        foreach (SpoolPosition expected in commit.ExpectedCursors)
        {
            if (current(expected.Spool) != expected.Sequence)
                return false;
        }

        foreach (SpoolPosition moved in commit.Cursors)
        {
            if (!commit.ExpectedCursors.Any(e => e.Spool == moved.Spool) && current(moved.Spool) != 0)
                return false;
        }

        return true;
    }
}
