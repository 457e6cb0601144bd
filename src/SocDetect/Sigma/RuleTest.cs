using System.Globalization;
using System.Text;
using SocCore.Events;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>
/// One inline test of a rule. In a file:
/// <code>
/// soc:
///   tests:
///     - name: one login from abroad
///       expect: hit                     # every event meets the rule; miss: none does
///       event: { source.ip: 192.0.2.1, event.outcome: success }
///     - name: five failures in a minute
///       detections: 1                   # only in a correlation: how many detections the events make
///       events:
///         - { "@timestamp": 2026-03-12T02:00:00Z, source.ip: 192.0.2.1, event.outcome: failure }
///         - { "@timestamp": 2026-03-12T02:00:10Z, source.ip: 192.0.2.1, event.outcome: failure }
/// </code>
/// In a correlation <c>expect: hit</c> means at least one detection and <c>expect: miss</c> none. Events are written in ECS,
/// dotted or nested; they arrive in the order in which they are written, and where <c>@timestamp</c> (which YAML wants
/// quoted) is left out they happen one second apart. An event is tried on the rule, or on all rules that the correlation
/// refers to, whatever their log sources; <c>event.dataset</c> need not be given. An entry <c>{ repeat: 31, every: 6s, event:
/// { user.name: "u{n}" } }</c> stands for many events (<see cref="TestEvents"/>).
/// </summary>
/// <param name="RuleId">The rule or correlation that is tested.</param>
/// <param name="Name">The test's name.</param>
/// <param name="Outcome">What is expected.</param>
/// <param name="Detections">How many detections, for <see cref="RuleTestOutcome.Detections"/>.</param>
/// <param name="Events">The events as JSON documents, in the order of arrival.</param>
/// <param name="File">The rule's file.</param>
/// <param name="Position">Where the test is written.</param>
public sealed record RuleTest(
    string RuleId, string Name, RuleTestOutcome Outcome, int Detections, IReadOnlyList<string> Events, string File, YamlPosition Position)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    /// <summary>The events as a batch, sequences from 1.</summary>
    /// <exception cref="FormatException">A <c>@timestamp</c> is no instant; the loader has checked that.</exception>
    public EventBatch ToBatch()
    {
        using EventBatchBuilder builder = new();
        for (int i = 0; i < Events.Count; i++)
        {
            builder.Begin();
            EcsJsonReader.Read(Encoding.UTF8.GetBytes(Events[i]), builder);
            DateTimeOffset time = Start.AddSeconds(i);
            string? written = null;
            foreach (FieldSlot slot in builder.Open)
            {
                if (slot.FieldId == EcsField.Timestamp.Id)
                    written = Encoding.UTF8.GetString(builder.TextOf(new TextRange(slot.Offset, slot.Length)));
            }

            if (written is not null)
                time = DateTimeOffset.Parse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            builder.Remove(EcsField.Timestamp.Id);
            builder.AddTime(EcsField.Timestamp, time.UtcTicks);
            EventId id = EventId.OfPosition(time.ToUnixTimeMilliseconds(), 1, i + 1);
            builder.Commit(id, 1, i + 1, time.UtcTicks, time.UtcTicks);
        }

        return builder.Build();
    }
}
