namespace SocCollector.Spool;

/// <summary>Who a file is, and how long.</summary>
/// <param name="Device">The device it lies on.</param>
/// <param name="Inode">Its number there; used again when a file is gone.</param>
/// <param name="BornAt">When it was made, milliseconds since 1970; 0 where the file system does not say.</param>
/// <param name="Size">Its length.</param>
/// <param name="ModifiedAt">When it was last written, milliseconds since 1970.</param>
/// <param name="IsRegular">Whether it is a plain file.</param>
internal readonly record struct FileStatus(ulong Device, ulong Inode, long BornAt, long Size, long ModifiedAt, bool IsRegular);
