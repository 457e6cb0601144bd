namespace SocCollector.Listeners;

/// <summary>How far a file has been read, and by what it is known again.</summary>
/// <param name="Path">Where it was last seen.</param>
/// <param name="Inode">Its number on its device.</param>
/// <param name="BornAt">When it was made, or first seen where the file system does not say; milliseconds since 1970.</param>
/// <param name="Epoch">How often it was truncated since.</param>
/// <param name="Offset">Where the next line begins.</param>
/// <param name="AnchorAt">Where the anchor lies.</param>
/// <param name="Anchor">The end of the last line read: while it is still there, the file is the same.</param>
/// <param name="SeenAt">When it was last seen, milliseconds since 1970.</param>
internal sealed record TailPosition(string Path, ulong Inode, long BornAt, uint Epoch, long Offset, long AnchorAt, byte[] Anchor, long SeenAt);
