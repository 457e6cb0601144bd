using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SocApi.Reports;
using SocApi.Reports.Model;
using SocApi.Reports.Rendering;
using SocCore.Storage;
using SocStore;
using SocStore.Embedded;

namespace SocApi.Tests.Reports;

/// <summary>A report depends on what is stored, not on the store.</summary>
public sealed class SameOnEveryStoreTests
{
    [Theory]
    [InlineData(AgencyScope.CitySoc)]
    [InlineData("so-yte")]
    public async Task Embedded_store_and_memory_give_the_same_reports(string agency)
    {
        using ReportWork memory = new(RandomMonth.End.AddDays(20));
        await new RandomMonth(21).PlayAsync(memory);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("soc-report-store-");
        try
        {
            ServiceCollection services = new();
            services.AddLogging();
            services.AddSingleton<TimeProvider>(memory.Clock);
            services.AddEmbeddedStore(new EmbeddedStoreOptions { Folder = folder.FullName });
            await using ServiceProvider embedded = services.BuildServiceProvider();
            (IEventStore events, ICaseStore cases, IStateStore state) = (embedded.GetRequiredService<IEventStore>(), embedded.GetRequiredService<ICaseStore>(), embedded.GetRequiredService<IStateStore>());
            await new RandomMonth(21).FillAsync(events, cases, state);
            using ReportMaker maker = memory.NewMaker(events, cases, state);
            foreach (ReportKind kind in Enum.GetValues<ReportKind>())
            {
                ReportOrder order = ReportWork.Order(kind, RandomMonth.Begin, RandomMonth.End, agency: agency);
                ReportDocument there = await maker.WriteAsync(order, memory.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
                Assert.Equal(Encoding.UTF8.GetString(ReportJson.Write(await memory.WriteAsync(order))), Encoding.UTF8.GetString(ReportJson.Write(there)));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
