namespace SocHost.Kibana.Importing;

/// <summary>An object that Kibana did not take.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title; empty when Kibana says none.</param>
/// <param name="Reason">Why, with the cure.</param>
internal sealed record ImportRefusal(string Type, string Id, string Title, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Type}:{Id}{(Title.Length > 0 ? $" '{Title}'" : "")}: {Reason}";
}
