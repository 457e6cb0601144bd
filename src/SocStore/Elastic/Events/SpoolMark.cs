namespace SocStore.Elastic.Events;

/// <summary>One publication of a spool: up to where, and how many events of the spool the store had then in all.</summary>
/// <param name="Position">Everything up to here has its final fate.</param>
/// <param name="Total">Events stored since the spool began.</param>
/// <param name="At">When, milliseconds since 1970; only to let old marks go.</param>
internal readonly record struct SpoolMark(long Position, long Total, long At);
