using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Match;

/// <summary>The events: made once by the peers kit, kept below <c>.cache</c>, no two lines alike.</summary>
internal static class MatchCorpus
{
    /// <summary>The first lines of the file, made when it is not there or too short.</summary>
    public static async Task<byte[]> LoadAsync(string root, string kit, string testData, int lines)
    {
        string folder = Path.Combine(root, ".cache", "bench");
        string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"match-{lines}.ndjson"));
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(folder);
            await MakeAsync(kit, testData, lines, file + ".part");
            File.Move(file + ".part", file);
        }

        return await File.ReadAllBytesAsync(file);
    }

    /// <summary>Where that many lines end.</summary>
    public static int LengthOf(byte[] corpus, int lines)
    {
        int at = 0;
        for (int i = 0; i < lines; i++)
        {
            int length = corpus.AsSpan(at).IndexOf((byte)'\n');
            if (length < 0)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"There are {i} events, not {lines}; delete the file below .cache/bench, it is made again."));
            at += length + 1;
        }

        return at;
    }

    private static async Task MakeAsync(string kit, string testData, int lines, string file)
    {
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"making {lines} events, once"));
        ProcessStartInfo start = new("python3",
        [
            Path.Combine(kit, "make_corpus.py"), "--data", testData, "--seeds", Path.Combine(kit, "seeds.ndjson.gz"),
            "--n", lines.ToString(CultureInfo.InvariantCulture), "--out", file,
        ])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{kit}/make_corpus.py ended with {process.ExitCode}; see its message above.");
    }
}
