namespace SocCore.Storage;

/// <summary>A report that was made: what <c>manifest.json</c> says.</summary>
public sealed record KeptReport
{
    /// <summary>Its name, and its folder's.</summary>
    public required string Id { get; init; }

    /// <summary>Which report.</summary>
    public required string Report { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>vi or en.</summary>
    public required string Language { get; init; }

    /// <summary>Whose rows it counts; only they and the city SOC read it.</summary>
    public required string Agency { get; init; }

    /// <summary>At or after.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Before.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The zone whose clock it shows.</summary>
    public required string TimeZone { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The schedule that wanted it; null for a person.</summary>
    public string? Schedule { get; init; }

    /// <summary>When it was due; null for a person.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Whether it was made up for after it could not be made in time.</summary>
    public bool MadeUp { get; init; }

    /// <summary>Program and version that made it.</summary>
    public required string Generator { get; init; }

    /// <summary>Why there is no PDF; null when there is one.</summary>
    public string? PdfNotice { get; init; }

    /// <summary>All files but the manifest itself.</summary>
    public required IReadOnlyList<KeptFile> Files { get; init; }

    /// <summary>The name of the manifest.</summary>
    public const string Manifest = "manifest.json";
}
