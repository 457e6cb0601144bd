namespace SocHost.Kibana.Building;

/// <summary>Where a panel's upper left corner is on the dashboard's grid.</summary>
internal readonly record struct GridPlace(int X, int Y);
