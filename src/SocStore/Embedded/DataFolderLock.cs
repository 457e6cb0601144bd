using System.Globalization;

namespace SocStore.Embedded;

/// <summary>
/// The folder belongs to one process. DuckDB's own lock is lost as soon as anything in the process opens and closes the
/// file by another way, so this one is held on a file that nobody else has a reason to touch.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private const string LockName = "soc.lock";
    private const string HolderName = "soc.pid";

    private readonly FileStream _file;
    private readonly string _holder;

    private DataFolderLock(FileStream file, string holder)
    {
        _file = file;
        _holder = holder;
    }

    /// <exception cref="IOException">Another process has the folder; the message names the folder, the holder and the cure.</exception>
    public static DataFolderLock Take(string folder)
    {
        string path = Path.Combine(folder, LockName);
        string holder = Path.Combine(folder, HolderName);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"The data folder '{folder}' is in use by process {Holder(holder)}. Stop that process, or choose another folder with --data.", e);
        }

        // Beside the lock, not in it: who is kept out must still be able to read who holds it.
        File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DataFolderLock(file, holder);
    }

    /// <summary>The lock goes with the handle; its file stays, so that two processes never lock two files of one name.</summary>
    public void Dispose()
    {
        File.Delete(_holder);
        _file.Dispose();
    }

    private static string Holder(string path) => File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } text ? text : "(not named)";
}
