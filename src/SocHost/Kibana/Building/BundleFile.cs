namespace SocHost.Kibana.Building;

/// <summary>A built file: its path below the folder of built files, and what is in it.</summary>
internal sealed record BundleFile(string Path, byte[] Content);
