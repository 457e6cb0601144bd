using SocCore.Storage;

namespace SocApi.Contracts;

/// <summary>A comment on an incident.</summary>
internal sealed record CommentResource(long Id, string Author, DateTimeOffset Time, string Text)
{
    /// <summary>The document of a comment.</summary>
    public static CommentResource Of(ChangeRow row) => new(row.Sequence, row.Change.Actor, row.Change.At, row.Change.Text ?? "");
}
