using CsCheck;
using SocCore.Events;
using SocCore.Rules;
using SocDetect.Tests.Scheduling;
using SocTesting;

namespace SocDetect.Tests.Correlation;

/// <summary>Random rules and random events for them.</summary>
internal static class Traces
{
    /// <summary>How late an event may come, seconds.</summary>
    public const int Lateness = 30;

    /// <summary>A rule, its events in event-time order, and the order in which they arrive (event, seconds of delay).</summary>
    internal sealed record Trace(CorrelationRule Rule, IReadOnlyList<Told> Events, IReadOnlyList<int> Delays);

    private static readonly Gen<CorrelationCondition> Extended = OneOf<CorrelationCondition>(
        new CorrelationCondition.And([Seen("a"), Not(Seen("b"))]),
        new CorrelationCondition.And([Seen("a"), Seen("c"), Not(Seen("b"))]),
        new CorrelationCondition.Or([new CorrelationCondition.And([Seen("a"), Seen("b")]), Seen("c")]),
        new CorrelationCondition.Or([Seen("c"), new CorrelationCondition.And([Seen("a"), Not(Seen("b"))])]),
        new CorrelationCondition.And([Seen("a"), Not(new CorrelationCondition.And([Seen("b"), Seen("c")]))]),
        new CorrelationCondition.And([Seen("a"), Not(new CorrelationCondition.Or([Seen("b"), Seen("c")]))]));

    /// <summary>Traces of one type, with or without an extended condition.</summary>
    public static Gen<Trace> Of(CorrelationType type, bool extended) =>
        from span in Gen.Int[5, 40]
        from range in RangeOf(type)
        from condition in Extended
        from percentile in Gen.Int[0, 100]
        from grouped in Gen.Int[0, 2]
        from count in Gen.Int[5, 60]
        from stretch in Gen.Int[30, 400]
        from seconds in Gen.Int[0, stretch].Array[count]
        from actions in Gen.Int[0, 2].Array[count]
        from places in OneOf("quận 1", "QUẬN 1", "Quận 2", "quận 3").Array[count]
        from others in Gen.Int[0, 5].Array[count]
        from values in Gen.Int[-3, 9].Array[count]
        from delays in Gen.Int[0, Lateness].Array[count]
        select Make(RuleOf(type, extended ? condition : null, span, range, percentile, grouped), seconds, actions, places, others, values, delays);

    private static Gen<T> OneOf<T>(params T[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    private static CorrelationCondition.Seen Seen(string rule) => new CorrelationCondition.Seen(rule);

    private static CorrelationCondition.Negated Not(CorrelationCondition part) => new CorrelationCondition.Negated(part);

    private static Gen<CountRange?> RangeOf(CorrelationType type)
    {
        bool temporal = type is CorrelationType.Temporal or CorrelationType.TemporalOrdered;
        Gen<int> number = type == CorrelationType.ValueSum ? Gen.Int[0, 25] : type == CorrelationType.EventCount ? Gen.Int[1, 6] : Gen.Int[1, 4];
        Gen<CountRange?> some =
            from op in Gen.Enum<CountOperator>()
            from value in number
            from upper in Gen.Int[0, 3]
            select (CountRange?)(upper == 0 && op is CountOperator.Gte or CountOperator.Gt
                ? new CountRange([(op, value), (CountOperator.Lte, value + 2)])
                : new CountRange([(op, value)]));
        return temporal ? Gen.OneOf(Gen.Const((CountRange?)null), Gen.Const((CountRange?)null), some) : some;
    }

    private static CorrelationRule RuleOf(CorrelationType type, CorrelationCondition? extended, int span, CountRange? range, int percentile, int grouped)
    {
        bool temporal = type is CorrelationType.Temporal or CorrelationType.TemporalOrdered;
        bool valued = !temporal && type != CorrelationType.EventCount;
        return new CorrelationRule
        {
            Id = "correlation",
            Title = "Correlation",
            Type = type,
            RuleIds = ["a", "b", "c"],
            GroupBy = grouped == 0 ? [] : grouped == 1 ? ["city.site.id"] : ["where", "source.ip"],
            Aliases = grouped == 2
                ? new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    ["where"] = new Dictionary<string, string> { ["a"] = "city.site.id", ["b"] = "city.site.id", ["c"] = "host.name" },
                }
                : new Dictionary<string, IReadOnlyDictionary<string, string>>(),
            Timespan = TimeSpan.FromSeconds(span),
            Range = extended is null ? range : null,
            Extended = extended,
            Fields = valued ? [type == CorrelationType.ValueCount ? "user.name" : "city.amount"] : [],
            Percentile = percentile,
            LogicHash = "logic",
            Lateness = TimeSpan.FromSeconds(Lateness),
        };
    }

    private static Trace Make(CorrelationRule rule, int[] seconds, int[] actions, string[] places, int[] others, int[] values, int[] delays)
    {
        Array.Sort(seconds);
        List<Told> events = [];
        for (int i = 0; i < seconds.Length; i++)
        {
            // Steps in order need times that differ: what comes first within one tick is up to the order of delivery.
            double second = seconds[i] + (rule.Type == CorrelationType.TemporalOrdered ? i / 1000.0 : 0);
            string action = "abc"[actions[i]].ToString();
            List<(string, string)> fields =
            [
                ("source.ip", $"192.0.2.{others[i] / 3}"),
                ("user.name", $"User{values[i]}"),
                ("city.amount", values[i].ToString(System.Globalization.CultureInfo.InvariantCulture)),
                (action == "c" ? "host.name" : "city.site.id", places[i]),
            ];
            if (others[i] == 5)
                fields.Add(("city.site.id", "Quận 4"));
            if (others[i] == 4)
                fields.RemoveAll(static f => f.Item1 is "user.name" or "city.amount");
            events.Add(new Told(action, second, [.. fields]) { Id = EventId.OfPosition(1_000 + i, 99, i), Agency = values[i] < 7 ? "so-gtvt" : "so-tnmt" });
        }

        return new Trace(rule, events, delays);
    }
}
