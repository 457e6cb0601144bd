using SocHost.Settings;

namespace SocHost.Kibana.Content;

/// <summary>Where content and what is built of it are.</summary>
internal static class ContentPath
{
    /// <summary>The folder that was named, or the shipped one.</summary>
    public static string Of(string? named) => named ?? Path.Combine(SocSettings.Root, "kibana");

    /// <summary>The folder of what is built of it.</summary>
    public static string Built(string folder) => Path.Combine(folder, "built");
}
