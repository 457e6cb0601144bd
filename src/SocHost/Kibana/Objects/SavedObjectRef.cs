namespace SocHost.Kibana.Objects;

/// <summary>A reference of one object to another: inside texts only its name stands, the id is here.</summary>
internal sealed record SavedObjectRef(string Type, string Id, string Name);
