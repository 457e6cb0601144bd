namespace Planted.SocStore;

/// <summary>What <see cref="SocDetect.MeetingRoles"/> must not know.</summary>
internal sealed class Shelf;
