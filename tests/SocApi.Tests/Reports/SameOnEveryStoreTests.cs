using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SocApi.Reports;
using SocApi.Reports.Model;
using SocApi.Reports.Rendering;
using SocCore.Conditions;
using SocCore.Storage;
using SocStore;
using SocStore.Elastic;
using SocStore.Elastic.Gateway;
using SocStore.Embedded;
using SocTesting.Elastic;

namespace SocApi.Tests.Reports;

/// <summary>A report depends on what is stored, not on the store: every byte of HTML, JSON and CSV is the same.</summary>
public sealed class SameOnEveryStoreTests(SearchServers servers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embedded_store_and_memory_give_the_same_reports()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("soc-report-store-");
        try
        {
            await CompareAsync(services => services.AddEmbeddedStore(new EmbeddedStoreOptions { Folder = folder.FullName }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(SearchServer.Elasticsearch)]
    [InlineData(SearchServer.OpenSearch)]
    public async Task Server_and_memory_give_the_same_reports(SearchServer server)
    {
        string name = $"m{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}"[..20];
        ElasticOptions options = new() { Nodes = [(await servers.GetAsync(server)).ToString()], IndexPrefix = $"{name}-", Namespace = name };
        try
        {
            await CompareAsync(services => services.AddElasticStore(options));
        }
        finally
        {
            using ElasticStore erased = new(options, TimeProvider.System, NullLoggerFactory.Instance);
            await erased.EraseAsync(CancellationToken.None);
        }
    }

    private static async Task CompareAsync(Action<IServiceCollection> add)
    {
        using ReportWork memory = new(RandomMonth.End.AddDays(20));
        RandomMonth month = new(21);
        await month.PlayAsync(memory);
        ServiceCollection services = new();
        services.AddLogging();
        // Its own clock runs: back-off and time limits hang on it. What a report says comes from the maker's.
        add(services);
        await using ServiceProvider store = services.BuildServiceProvider();
        (IEventStore events, ICaseStore cases, IStateStore state) = (store.GetRequiredService<IEventStore>(), store.GetRequiredService<ICaseStore>(), store.GetRequiredService<IStateStore>());
        await new RandomMonth(21).FillAsync(events, cases, state);
        await SeeAllAsync(events, month.Events.Count);
        using ReportMaker maker = memory.NewMaker(events, cases, state);
        foreach (ReportKind kind in Enum.GetValues<ReportKind>())
        {
            foreach (string agency in (string[])[AgencyScope.CitySoc, "so-yte"])
            {
                ReportOrder order = ReportWork.Order(kind, RandomMonth.Begin, RandomMonth.End, "vi", agency);
                Dictionary<string, string> here = await FilesAsync(await memory.WriteAsync(order));
                Dictionary<string, string> there = await FilesAsync(await maker.WriteAsync(order, memory.Clock.GetUtcNow(), Cancel));
                Assert.True(here.Count > 3);
                Assert.Equal(here.Keys, there.Keys);
                foreach ((string file, string content) in here)
                    Assert.True(content == there[file], $"{kind} of {agency}: {file} differs.{Environment.NewLine}{FirstDifference(content, there[file])}");
            }
        }
    }

    /// <summary>A server shows what it took a second later.</summary>
    private static async Task SeeAllAsync(IEventStore events, int count)
    {
        long began = Stopwatch.GetTimestamp();
        EventQuery all = new(Condition.True, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        while (await events.CountAsync(all, AgencyScope.City, Cancel) < count)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"not all {count} events are seen within {Patience}");
            await Task.Delay(100, Cancel);
        }
    }

    private static async Task<Dictionary<string, string>> FilesAsync(ReportDocument document)
    {
        Dictionary<string, string> files = new()
        {
            ["report.html"] = Encoding.UTF8.GetString(await new ReportHtml(NullLoggerFactory.Instance).RenderAsync(document)),
            ["report.json"] = Encoding.UTF8.GetString(ReportJson.Write(document)),
        };
        foreach (ReportTable table in document.Tables)
            files[$"{table.Id}.csv"] = Encoding.UTF8.GetString(ReportCsv.Write(table, document.Period));
        return files;
    }

    private static string FirstDifference(string here, string there)
    {
        int at = here.AsSpan().CommonPrefixLength(there);
        string around(string text) => text.Substring(Math.Max(0, at - 100), Math.Min(300, text.Length - Math.Max(0, at - 100)));
        return $"here : {around(here)}{Environment.NewLine}there: {around(there)}";
    }
}
