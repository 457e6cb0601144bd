using Benchmarks.Collect;

// Each benchmark prints one JSON object and stands beside its yardstick of the same run.
switch (args)
{
    case ["collect", .. string[] rest]:
        return await CollectBenchmark.RunAsync(rest);
    case ["serve-collector", string folder, string output, string sources]:
        return await CollectorChild.ServeAsync(folder, output, sources);
    default:
        await Console.Error.WriteLineAsync("usage: Benchmarks collect [--lines N] [--pairs N] [--connections N] [--framing lf|octet] [--ours COMMAND]");
        return 64;
}
