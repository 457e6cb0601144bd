using Benchmarks.Collect;
using Benchmarks.Ingest;
using Benchmarks.Match;

// Each benchmark prints one JSON object and stands beside its yardstick of the same run.
switch (args)
{
    case ["collect", .. string[] rest]:
        return await CollectBenchmark.RunAsync(rest);
    case ["serve-collector", string folder, string output, string sources]:
        return await CollectorChild.ServeAsync(folder, output, sources);
    case ["match", .. string[] rest]:
        return await MatchBenchmark.RunAsync(rest);
    case ["match-once", string events, string matches]:
        return await MatchBenchmark.OnceAsync(events, matches);
    case ["ingest", .. string[] rest]:
        return await IngestBenchmark.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync("usage: Benchmarks collect [--lines N] [--pairs N] [--connections N] [--framing lf|octet] [--ours COMMAND] | match [--lines N] [--pairs N] | ingest [--events N] [--pairs N] [--warm-up N] [--memory SIZE] [--checkpoint-mib N]");
        return 64;
}
