using Microsoft.Extensions.Logging.Abstractions;
using SocCollector;
using SocHost.Apart;
using SocHost.Commands;
using SocStore.InMemory;
using Xunit;

namespace SocHost.Tests.Apart;

/// <summary>No two data folders on one store have the same number.</summary>
public sealed class SpoolNumberTests : IDisposable
{
    private readonly InMemoryStateStore _state = new(TimeProvider.System);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soc-spool-number-");

    [Fact]
    public async Task Folders_that_start_at_the_same_moment_get_different_numbers_and_keep_them()
    {
        string[] names = ["a", "b", "c"];
        short[] first = await Task.WhenAll(names.Select(NumberOfAsync));
        Assert.Equal(3, first.Distinct().Count());
        Assert.Equal(first, await Task.WhenAll(names.Select(NumberOfAsync)));
    }

    [Fact]
    public async Task A_copy_of_a_folder_that_got_the_number_of_another_is_refused()
    {
        await NumberOfAsync("a");
        string number = Path.Combine(_folder.FullName, "a", "spool.number");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "b"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "b", "spool.number"), (await File.ReadAllTextAsync(number))[..2] + new string('0', 32));
        CommandException refused = await Assert.ThrowsAsync<CommandException>(() => NumberOfAsync("b"));
        Assert.Contains("belongs to another data folder", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<short> NumberOfAsync(string name)
    {
        string data = Directory.CreateDirectory(Path.Combine(_folder.FullName, name)).FullName;
        CollectorOptions options = new();
        await new SpoolNumber(_state, options, data, TimeProvider.System, NullLogger<SpoolNumber>.Instance).StartAsync(default);
        return options.Spool.Id;
    }
}
