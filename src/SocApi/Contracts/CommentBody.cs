namespace SocApi.Contracts;

/// <summary>A new comment.</summary>
internal sealed record CommentBody
{
    public string? Text { get; init; }
}
