using System.Globalization;

namespace SocStore.Embedded;

/// <summary>
/// The folder belongs to one process. DuckDB's own lock is lost as soon as anything in the process opens and closes the
/// file by another way, so this one is held on a file that nobody else has a reason to touch.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private const string Name = "soc.lock";

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another process has the folder; the message names the folder, the holder and the cure.</exception>
    public static DataFolderLock Take(string folder)
    {
        string path = Path.Combine(folder, Name);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"The data folder '{folder}' is in use by process {Holder(path)}. Stop that process, or choose another folder with --data.", e);
        }

        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
        return new DataFolderLock(file);
    }

    /// <summary>The lock goes with the handle; the file stays, so that two processes never lock two files of one name.</summary>
    public void Dispose()
    {
        _file.SetLength(0);
        _file.Dispose();
    }

    private static string Holder(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(file);
            string text = reader.ReadToEnd();
            return text.Length > 0 ? text : "(not named)";
        }
        catch (IOException)
        {
            return "(not named)";
        }
    }
}
