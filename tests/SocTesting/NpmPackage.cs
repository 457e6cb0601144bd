using System.Diagnostics;
using Xunit;

namespace SocTesting;

/// <summary>
/// A package of the npm registry that serves as a reference in tests: a published schema, a parser that others wrote. It is
/// fetched once, with what it needs, below <c>.cache/npm</c> of the checkout, and none of its scripts is run at that. A test
/// that needs what cannot be fetched is skipped by name.
/// </summary>
public static class NpmPackage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>The folder of the package, in that version; skips the running test when it cannot be had.</summary>
    public static async Task<string> GetAsync(string name, string version)
    {
        string home = Path.Combine(SharedData.Root, ".cache", "npm", $"{name.Replace('/', '+')}-{version}");
        string package = Path.Combine(home, "node_modules", name);
        await Gate.WaitAsync();
        try
        {
            if (!File.Exists(Path.Combine(package, "package.json")) && await FetchAsync(home, $"{name}@{version}") is { } reason)
                Assert.Skip($"npm package {name}@{version} cannot be had: {reason}");
            return package;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Runs a script with Node.js; returns the exit code and everything printed. Skips the test where there is no Node.js.</summary>
    public static async Task<(int ExitCode, string Output)> RunNodeAsync(params string[] arguments)
    {
        (int code, string output) = await RunAsync("node", SharedData.Root, arguments);
        if (code == NotThere)
            Assert.Skip("there is no Node.js on this machine");
        return (code, output);
    }

    private const int NotThere = int.MinValue;

    private static async Task<string?> FetchAsync(string home, string what)
    {
        Directory.CreateDirectory(home);
        (int code, string output) = await RunAsync("npm", home, ["install", "--prefix", home, "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--no-package-lock", what]);
        return code switch
        {
            0 => null,
            NotThere => "there is no npm on this machine",
            _ => output.Trim().Split('\n')[0],
        };
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string folder, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (NotThere, "");
        }

        using (process)
        using (CancellationTokenSource limit = new(Patience))
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            try
            {
                await process.WaitForExitAsync(limit.Token);
                return (process.ExitCode, await output + await errors);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return (1, $"{program} did not end within {Patience.TotalMinutes:0} minutes");
            }
        }
    }
}
