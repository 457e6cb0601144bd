using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using SocCore.Ports;
using SocHost.Logging;
using Xunit;

namespace SocHost.Tests.Logging;

/// <summary>The service's own log as ECS, and that a store that is away does not hold the service up.</summary>
public sealed class ArchiveSinkTests
{
    [Fact]
    public async Task Log_lines_come_to_the_archive_as_ECS()
    {
        Archive archive = new();
        await using (Logger logger = MakeLogger(archive))
        {
            using ILoggerFactory factory = LoggerFactory.Create(b => b.AddSerilog(logger));
            Microsoft.Extensions.Logging.ILogger log = factory.CreateLogger("SocCollector.Collector");
            log.LogError(new Microsoft.Extensions.Logging.EventId(2046, "CareFailed"), new InvalidDataException("broken"), "Source {Source.Id} has {Count} faults", "infra/sshd", 3);
        }

        JsonElement document = JsonDocument.Parse(Assert.Single(archive.Documents)).RootElement;
        Assert.Equal("Source infra/sshd has 3 faults", document.GetProperty("message").GetString());
        Assert.Equal(("error", "SocCollector.Collector"), (document.GetProperty("log").GetProperty("level").GetString(), document.GetProperty("log").GetProperty("logger").GetString()));
        Assert.Equal(("2046", "soc.app"), (document.GetProperty("event").GetProperty("code").GetString(), document.GetProperty("event").GetProperty("dataset").GetString()));
        Assert.Equal("System.IO.InvalidDataException", document.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal("detect", document.GetProperty("service").GetProperty("node").GetProperty("role").GetString());
        Assert.Equal("infra/sshd", document.GetProperty("labels").GetProperty("Source_Id").GetString());
        Assert.Equal("3", document.GetProperty("labels").GetProperty("Count").GetString());
        Assert.EndsWith("Z", document.GetProperty("@timestamp").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_never_answers_holds_up_neither_the_line_nor_the_end()
    {
        Archive archive = new() { Hangs = true };
        long began = TimeProvider.System.GetTimestamp();
        await using (Logger logger = MakeLogger(archive))
        {
            for (int i = 0; i < 50_000; i++)
                logger.Information("line {Number}", i);
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "logging waits for the archive");
        }

        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "the end waits for the archive");
        Assert.Empty(archive.Documents);
    }

    private static Logger MakeLogger(Archive archive) =>
        new LoggerConfiguration().WriteTo.Sink(new ArchiveSink(() => archive, new EcsLogEvent("detect")), ArchiveSink.Batching).CreateLogger();

    private sealed class Archive : ILogArchive
    {
        public List<string> Documents { get; } = [];

        public bool Hangs { get; init; }

        public async Task WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> documents, CancellationToken cancel)
        {
            if (Hangs)
                await Task.Delay(Timeout.Infinite, cancel);
            Documents.AddRange(documents.Select(static d => Encoding.UTF8.GetString(d.Span)));
        }
    }
}
