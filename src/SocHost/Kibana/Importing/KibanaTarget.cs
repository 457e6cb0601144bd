namespace SocHost.Kibana.Importing;

/// <summary>Which Kibana, which space of it, and who asks.</summary>
internal sealed record KibanaTarget
{
    /// <summary>Its address with the base path, if it has one.</summary>
    public required Uri Url { get; init; }

    /// <summary>The space; null for the default one.</summary>
    public string? Space { get; init; }

    /// <summary>An API key, encoded or as <c>id:key</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>A user's name.</summary>
    public string? User { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>The authority that signed its certificate, PEM; null for those that the machine trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>The address of an API in the space.</summary>
    public Uri Api(string path) => new($"{Url.AbsoluteUri.TrimEnd('/')}{(Space is null ? "" : $"/s/{Uri.EscapeDataString(Space)}")}{path}");

    /// <summary>The address without user and password, for messages.</summary>
    public string Name => Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
}
