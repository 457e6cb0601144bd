using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Embedded;
using SocTesting;
using Xunit;

namespace SocStore.Tests.Embedded;

public sealed class EmbeddedStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(Some.Time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Spellings => ["", "/", "/../{0}", "/./", "link"];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Folder_belongs_to_one_whichever_way_it_is_spelled(string spelling)
    {
        string folder = _folder["data"];
        await using EmbeddedStore first = Open(folder);
        string again = spelling == "link" ? _folder["link"] : folder + string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, "data");
        if (spelling == "link")
            Directory.CreateSymbolicLink(again, folder);
        IOException error = Assert.Throws<IOException>(() => Open(again));
        Assert.Contains($"'{folder}'", error.Message.Replace("data/'", "data'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
        // The attempt must not have loosened the first one's hold.
        Assert.Throws<IOException>(() => Open(folder));
    }

    [Fact]
    public async Task Folder_is_free_again_after_closing_and_after_a_failed_opening()
    {
        await using (Open(_folder["data"]))
        {
        }

        await File.WriteAllTextAsync(_folder["data/soc.db"], "this is no database, but long enough to be looked at as one", Cancel);
        foreach (string file in Directory.GetFiles(_folder["data"], "soc.db-*"))
            File.Delete(file);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Open(_folder["data"]));
        Assert.Contains("soc.db", error.Message, StringComparison.Ordinal);
        File.Delete(_folder["data/soc.db"]);
        await using EmbeddedStore store = Open(_folder["data"]);
        Assert.Empty(await store.Cases.GetCursorsAsync(Cancel));
    }

    [Fact]
    public async Task Data_folder_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other permissions.");
            return;
        }

        await using EmbeddedStore store = Open(_folder["data"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["data"]));
    }

    [Fact]
    public async Task Closed_day_is_read_without_its_manifest_too()
    {
        await using (EmbeddedStore store = Open(_folder["data"]))
        {
            await AppendAsync(store, 1, """{"message":"odd","user.name":["a","b"],"organization.id":"so-yt"}""");
            _clock.Advance(TimeSpan.FromDays(1));
            await AppendAsync(store, 2, """{"message":"even","user.name":"c"}""");
            _clock.Advance(TimeSpan.FromDays(1));
            await AppendAsync(store, 3, """{"message":"third"}""");
        }

        string[] manifests = [.. Directory.GetFiles(_folder["data/events"], "*.json").Order()];
        Assert.Equal(["events-20260312.json", "events-20260313.json"], manifests.Select(Path.GetFileName));
        File.Delete(manifests[0]);
        await File.WriteAllTextAsync(manifests[1], "{broken", Cancel);
        Condition b = new TextLeaf(FieldRef.Of("user.name"), TextPattern.Exactly("B"));
        for (int round = 0; round < 2; round++)
        {
            await using EmbeddedStore store = Open(_folder["data"]);
            EventQuery query = new(b, Some.Time.AddDays(-1), Some.Time.AddDays(5));
            Assert.Equal(1, await store.Events.CountAsync(query, AgencyScope.City, Cancel));
            Assert.Equal(3, await store.Events.CountAsync(query with { Condition = Condition.True }, AgencyScope.City, Cancel));
            using EventBatch read = await store.Events.ReadNewAsync(new SpoolPosition(1, 0), 10, Cancel);
            Assert.Equal(1, read[0].Sequence);
            Assert.Equal(2, Directory.GetFiles(_folder["data/events"], "*.json").Length);
        }
    }

    [Fact]
    public async Task Long_patterns_are_searched_whole()
    {
        await using EmbeddedStore store = Open(_folder["data"]);
        string text = string.Concat(Enumerable.Repeat("Đường ", 500));
        await AppendAsync(store, 1, $$"""{"message":"{{text}}a"}""");
        await AppendAsync(store, 2, $$"""{"message":"{{text}}b"}""");
        EventQuery query = new(new TextLeaf(FieldRef.Of("message"), TextPattern.Exactly(text.ToUpperInvariant() + "B")), Some.Time, Some.Time.AddDays(1));
        Assert.Equal(1, await store.Events.CountAsync(query, AgencyScope.City, Cancel));
        EventPage page = await store.Events.SearchAsync(query, AgencyScope.City, Cancel);
        using EventBatch found = page.Events;
        Assert.Equal(2, found[0].Sequence);
    }

    [Theory]
    [InlineData("MemoryLimit", "32MB")]
    [InlineData("MemoryLimit", "1TB'; DROP")]
    [InlineData("Threads", "0")]
    [InlineData("RetentionDays", "0")]
    public void Setting_out_of_range_is_refused_by_name_value_and_range(string name, string value)
    {
        EmbeddedStoreOptions options = new() { Folder = _folder["data"] };
        int number = int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out int parsed) ? parsed : 0;
        options = name switch
        {
            "MemoryLimit" => options with { MemoryLimit = value },
            "Threads" => options with { Threads = number },
            _ => options with { RetentionDays = number },
        };
        ArgumentException error = Assert.Throws<ArgumentException>(() => EmbeddedStore.Open(options, _clock, NullLoggerFactory.Instance));
        Assert.Contains($"{name} is '{value}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_are_one_store_behind_all_ports()
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddEmbeddedStore(new EmbeddedStoreOptions { Folder = _folder["data"] });
        await using ServiceProvider all = services.BuildServiceProvider();
        EmbeddedStore store = all.GetRequiredService<EmbeddedStore>();
        Assert.Same(store.Events, all.GetRequiredService<IEventStore>());
        Assert.Same(store.Cases, all.GetRequiredService<ICaseStore>());
        Assert.Same(store.State, all.GetRequiredService<IStateStore>());
        Assert.Same(store.Checkpoints, all.GetRequiredService<ICheckpointedPositions>());

        await using ServiceProvider memory = new ServiceCollection().AddInMemoryStore().BuildServiceProvider();
        Assert.Same(memory.GetRequiredService<IEventStore>(), memory.GetRequiredService<ICheckpointedPositions>());
        Assert.NotNull(memory.GetRequiredService<ICaseStore>());
        Assert.NotNull(memory.GetRequiredService<IStateStore>());
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AppendAsync(EmbeddedStore store, long sequence, string document)
    {
        using EventBatch batch = Some.Batch(1, sequence, document);
        await store.Events.AppendAsync(batch, new SpoolPosition(1, sequence), mayRepeat: false, Cancel);
    }

    private EmbeddedStore Open(string folder) => EmbeddedStore.Open(new EmbeddedStoreOptions { Folder = folder }, _clock, NullLoggerFactory.Instance);
}
