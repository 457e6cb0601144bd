namespace Planted.SocDetect;

/// <summary>A detector that knows the store: the layer law must find it.</summary>
internal sealed class MeetingRoles
{
    public Planted.SocStore.Shelf Shelf { get; } = new();
}
