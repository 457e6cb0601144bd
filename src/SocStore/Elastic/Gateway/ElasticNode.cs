namespace SocStore.Elastic.Gateway;

/// <summary>One node of the cluster and how it fares.</summary>
internal sealed class ElasticNode(Uri address)
{
    /// <summary>Its address; the path, if any, ends in a slash.</summary>
    public Uri Address { get; } = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    /// <summary>Failures since it last answered.</summary>
    public int Failures { get; set; }

    /// <summary>When it may be asked again; meaningless without failures.</summary>
    public DateTimeOffset Due { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Address.GetLeftPart(UriPartial.Path);
}
