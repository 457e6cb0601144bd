using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic;
using SocStore.Elastic.Gateway;

namespace Benchmarks.Elastic;

/// <summary>
/// A sender in a process of its own: prepares its events, sends those of the warm-up, prints <c>ready</c>, and sends the
/// others as soon as it reads a line. Another line ends it.
/// </summary>
internal static class SenderChild
{
    public static async Task<int> SendAsync(string kind, string[] words)
    {
        ElasticPlan plan = ElasticPlan.Read(words);
        CityDocuments documents = new(plan.Options);
        if (kind == "soc")
            await StoreAsync(plan, documents);
        else
            await RawAsync(plan, documents);
        // What the kernel knows of a process is gone with it: it stays until its figures were read.
        await WaitForWordAsync("sent");
        return 0;
    }

    /// <summary>The store's own way; its documents are made while the clock runs.</summary>
    private static async Task StoreAsync(ElasticPlan plan, CityDocuments documents)
    {
        List<EventBatch> warm = documents.Batches(plan.WarmUp);
        List<EventBatch> measured = documents.Batches(plan.Events);
        using ElasticStore store = new(plan.Options, TimeProvider.System, NullLoggerFactory.Instance);
        await AppendAsync(store.Events, warm);
        await WaitForWordAsync("ready");
        await AppendAsync(store.Events, measured);
    }

    /// <summary>As the collector does it: the step behind the one that is stored is on its way already.</summary>
    private static async Task AppendAsync(IEventStore events, List<EventBatch> batches)
    {
        IWriteAhead writer = (IWriteAhead)events;
        Queue<(EventBatch Batch, Task Ahead)> begun = new();
        for (int next = 0; next < batches.Count || begun.Count > 0;)
        {
            for (; begun.Count < 2 && next < batches.Count; next++)
                begun.Enqueue((batches[next], writer.WriteAheadAsync(batches[next], mayRepeat: false, CancellationToken.None).AsTask()));
            (EventBatch batch, Task ahead) = begun.Dequeue();
            await ahead;
            AppendOutcome outcome = await events.AppendAsync(batch, new SpoolPosition(1, batch.Headers[^1].Sequence), mayRepeat: false, CancellationToken.None);
            if (outcome.Stored != batch.Count)
                throw new InvalidOperationException($"{outcome.Stored} of {batch.Count} events were stored.");
            batch.Dispose();
        }
    }

    /// <summary>The ceiling: bodies made before, sent by nothing but an HTTP client, answers read and not looked through.</summary>
    private static async Task RawAsync(ElasticPlan plan, CityDocuments documents)
    {
        List<byte[]> warm = documents.Bodies(plan.WarmUp, plan.Batch);
        List<byte[]> measured = documents.Bodies(plan.Events, plan.Batch);
        using ElasticGateway gateway = new(plan.Options, TimeProvider.System, NullLoggerFactory.Instance);
        Uri path = new(plan.Address, (await gateway.ConnectAsync(CancellationToken.None)).Bulk(stream: null));
        using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = plan.Connections, UseCookies = false, UseProxy = false });
        await PostAsync(client, path, warm, plan.Connections);
        await WaitForWordAsync("ready");
        await PostAsync(client, path, measured, plan.Connections);
    }

    private static Task PostAsync(HttpClient client, Uri path, List<byte[]> bodies, int connections)
    {
        int next = -1;
        async Task OneAfterTheOtherAsync()
        {
            for (int at; (at = Interlocked.Increment(ref next)) < bodies.Count;)
            {
                using ByteArrayContent content = new(bodies[at]);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
                using HttpResponseMessage answer = await client.PostAsync(path, content);
                byte[] body = await answer.Content.ReadAsByteArrayAsync();
                if (answer.StatusCode != HttpStatusCode.OK || body.AsSpan().IndexOf("\"errors\":false"u8) < 0)
                    throw new InvalidOperationException($"{(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
            }
        }

        return Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(OneAfterTheOtherAsync)));
    }

    private static async Task WaitForWordAsync(string state)
    {
        await Console.Out.WriteLineAsync(state);
        _ = await Console.In.ReadLineAsync();
    }
}
