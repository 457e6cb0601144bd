namespace SocHost.Local;

/// <summary>The files of a data folder that more than one part of the program speaks of.</summary>
internal static class DataFolder
{
    /// <summary>The local socket.</summary>
    public static string Socket(string folder) => Path.Combine(Path.GetFullPath(folder), "soc.sock");

    /// <summary>Makes the folder, for its owner alone.</summary>
    public static string Create(string folder)
    {
        string path = Path.GetFullPath(folder);
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;
        return Directory.Exists(path)
            ? path
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }
}
