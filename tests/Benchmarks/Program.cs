using Benchmarks.Collect;
using Benchmarks.Elastic;
using Benchmarks.Ingest;
using Benchmarks.Latency;
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
    case ["elastic", .. string[] rest]:
        return await ElasticBenchmark.RunAsync(rest);
    case ["send-elastic", string kind, .. string[] plan]:
        return await SenderChild.SendAsync(kind, plan);
    case ["latency", .. string[] rest]:
        return await LatencyBenchmark.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync("usage: Benchmarks collect [--lines N] [--pairs N] [--connections N] [--framing lf|octet] [--ours COMMAND] | match [--lines N] [--pairs N] | ingest [--events N] [--pairs N] [--warm-up N] [--memory SIZE] [--checkpoint-mib N] | elastic [--events N] [--warm-up N] [--server-warm-up N] [--pairs N] [--batch N] [--connections N] [--heap SIZE] [--jit quick|full] | latency [--store Embedded|Elasticsearch] [--rate N] [--for T] [--poll MS] [--jit quick|full]");
        return 64;
}
