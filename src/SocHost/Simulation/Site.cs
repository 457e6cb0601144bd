namespace SocHost.Simulation;

/// <summary>A place where the city has equipment.</summary>
/// <param name="Id">Its id, as the inventory and the names of its devices have it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Ward">Its ward, commune or special zone: since July 2025 the city has no districts.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
internal sealed record Site(string Id, string Name, string Ward, double Latitude, double Longitude);
