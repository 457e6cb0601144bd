using System.Buffers;
using System.Text;
using System.Text.Json;
using SocCollector.Sources;
using SocCore.Events;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Sources;

/// <summary>Any bytes in: one valid document out, or one dead letter with a reason; and nothing is allocated on the way.</summary>
public sealed class NormalizerLawTests
{
    private const int Mutations = 100_000;

    private static readonly string[] Files = Directory.GetFiles(Path.Combine(SharedData.Root, "sources"), "*.log", SearchOption.AllDirectories);

    [Fact]
    public void A_hundred_thousand_mutated_lines_become_valid_documents_or_dead_letters()
    {
        byte[][] seeds = [.. Files.SelectMany(File.ReadAllLines).Where(static l => l.Length < 4000).Select(Encoding.UTF8.GetBytes)];
        Random random = new(20260312);
        INormalizer normalizer = Reading.Own.NewNormalizer();
        string[] wires = ["syslog", "http", "file", "relp"];
        string[] peers = ["192.0.2.10", "/var/log/nginx/access.log", "/var/log/levelgw/a.csv", "/var/log/apache2/error.log"];
        ArrayBufferWriter<byte> output = new(64 * 1024);
        using EventBatchBuilder builder = new();
        int events = 0;
        int dead = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] line = Mutate(seeds[random.Next(seeds.Length)], random);
            builder.Begin();
            NormalizeResult result = normalizer.Normalize(line, new RecordContext(peers[random.Next(peers.Length)], "fuzz", wires[random.Next(wires.Length)], Reading.ReceivedAt), builder);
            if (result.Fate is NormalizeFate.Dead or NormalizeFate.Filtered)
            {
                builder.Abandon();
                Assert.True(result.Fate == NormalizeFate.Filtered || !string.IsNullOrEmpty(result.Reason));
                dead++;
                continue;
            }

            builder.Commit(EventId.OfPosition(0, 0, i), 0, i, result.Timestamp, Reading.ReceivedAt);
            using EventBatch batch = builder.Build();
            output.Clear();
            batch[0].WriteJson(output);
            Utf8JsonReader reader = new(output.WrittenSpan);
            while (reader.Read())
            {
            }

            Assert.True(batch[0].Has(EcsField.Timestamp) && batch[0].Has(EcsField.OrganizationId) && batch[0].Has(EcsField.EventDataset));
            events++;
        }

        Assert.Equal(Mutations, events + dead);
        Assert.True(events > Mutations / 2 && dead > 1000, $"{events} events, {dead} dead");
    }

    /// <summary>The hot formats: steady state allocates nothing for an event.</summary>
    [Theory]
    [InlineData("<86>Mar 12 02:41:00 srv-kho-01 sshd[2411]: Failed password for invalid user thu.nghiem from 203.0.113.9 port 51544 ssh2", "syslog")]
    [InlineData("<86>1 2026-03-12T02:41:17.250+07:00 srv sshd 2421 - [meta@32473 seq=\"7\" site=\"a \\\"q\\\"\"] Accepted password for quan.tri from 192.0.2.31 port 50113 ssh2", "syslog")]
    [InlineData("<190>Mar 12 09:14:02 egov-web-04 nginx[811]: 203.0.113.24 - - [12/Mar/2026:09:14:02 +0700] \"GET /hoso/tracuu?mahoso=H29-26-000412 HTTP/1.1\" 200 5242 \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\"", "syslog")]
    [InlineData("<166>Mar 12 2026 02:41:00: %ASA-6-302013: Built inbound TCP connection 118201 for outside:203.0.113.9/51544 (203.0.113.9/51544) to inside:192.0.2.80/443 (192.0.2.80/443)", "syslog")]
    [InlineData("<4>Mar 12 02:41:00 gw kernel: [81234.123456] DROP-IN IN=eth0 OUT= MAC=00:00:5e:00:53:01:00:00:5e:00:53:02:08:00 SRC=203.0.113.9 DST=192.0.2.80 LEN=60 TTL=51 ID=54321 DF PROTO=TCP SPT=51544 DPT=22 SYN URGP=0", "syslog")]
    [InlineData("<134>Mar 12 07:31:25 ips-01 CEF:0|Example|Sensor|3.4|2102|Port scan|6|src=203.0.113.9 spt=51544 dst=192.0.2.80 dpt=22 proto=TCP act=blocked outcome=failure", "syslog")]
    [InlineData("2026-03-12 02:20:00;TT-03;muc_nuoc;1,42;m;OK", "file")]
    [InlineData("<30>Mar 12 02:41:00 srv cron[77]: (root) CMD (true)", "syslog")]
    public void A_line_of_a_hot_format_allocates_nothing(string text, string wire)
    {
        byte[] line = Encoding.UTF8.GetBytes(text);
        INormalizer normalizer = Reading.Own.NewNormalizer();
        RecordContext context = new(wire == "file" ? "/data/levelgw/a.csv" : "192.0.2.10", "x", wire, Reading.ReceivedAt);
        using EventBatchBuilder builder = new();
        Run(normalizer, line, context, builder, 200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(normalizer, line, context, builder, 1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Run(INormalizer normalizer, byte[] line, in RecordContext context, EventBatchBuilder builder, int times)
    {
        for (int i = 0; i < times; i++)
        {
            builder.Begin();
            NormalizeResult result = normalizer.Normalize(line, context, builder);
            if (result.Fate is not (NormalizeFate.Event or NormalizeFate.Unclaimed))
                throw new InvalidOperationException(result.Reason);
            builder.Abandon();
        }
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> line = [.. seed];
        int changes = random.Next(1, 6);
        for (int i = 0; i < changes; i++)
        {
            int at = line.Count == 0 ? 0 : random.Next(line.Count);
            switch (random.Next(6))
            {
                case 0 when line.Count > 0: line[at] = (byte)random.Next(256); break;
                case 1: line.Insert(at, (byte)random.Next(256)); break;
                case 2 when line.Count > 0: line.RemoveRange(at, Math.Min(random.Next(1, 20), line.Count - at)); break;
                case 3: line.InsertRange(at, line.GetRange(at, Math.Min(random.Next(1, 40), line.Count - at))); break;
                case 4: line.Insert(at, " =:[]()\"\\|,;<>%{}\t"u8[random.Next(18)]); break;
                case 5 when line.Count > 0: line.RemoveRange(at, line.Count - at); break;
            }
        }

        return [.. line];
    }
}
