using SocApi.Reports.Facts;
using SocApi.Reports.Model;
using SocCore.Ports;
using SocCore.Storage;

namespace SocApi.Reports.Contents;

/// <summary>What a report is written from: the order, the language, and readers of the facts, each within the reader's scope.</summary>
internal sealed class ReportDraft
{
    private readonly IStateStore _state;
    private readonly ISourceBench _bench;
    private IReadOnlyList<SourceFact>? _sources;

    private ReportDraft(ReportOrder order, ReportText text, CaseFacts cases, EventFacts events, ICaseStore store, IStateStore state, ISourceBench bench)
    {
        Order = order;
        Text = text;
        Terms = new Terms(text);
        Cases = cases;
        Events = events;
        Store = store;
        _state = state;
        _bench = bench;
    }

    /// <summary>What was ordered.</summary>
    public ReportOrder Order { get; }

    /// <summary>The language.</summary>
    public ReportText Text { get; }

    /// <summary>Names and definitions.</summary>
    public Terms Terms { get; }

    /// <summary>Incidents.</summary>
    public CaseFacts Cases { get; }

    /// <summary>Events.</summary>
    public EventFacts Events { get; }

    /// <summary>The store of incidents, for the ledger.</summary>
    public ICaseStore Store { get; }

    /// <summary>The time that it is about.</summary>
    public ReportPeriod Period => Order.Period;

    /// <summary>Whether it is about the whole city.</summary>
    public bool IsCity => Order.Scope.SeesAll;

    /// <summary>Whether this process knows which sources are set up.</summary>
    public bool KnowsSources => _bench.Sources.Count > 0;

    /// <summary>Reads the incidents, and makes ready to read the rest.</summary>
    public static async Task<ReportDraft> BeginAsync(ReportOrder order, IEventStore events, ICaseStore cases, IStateStore state, ISourceBench bench, CancellationToken cancel)
    {
        CaseFacts facts = await CaseFacts.ReadAsync(cases, order.Period, order.Scope, cancel).ConfigureAwait(false);
        return new ReportDraft(order, new ReportText(order.Language), facts, new EventFacts(events, order.Period, order.Scope), cases, state, bench);
    }

    /// <summary>Log sources; read once.</summary>
    public async Task<IReadOnlyList<SourceFact>> SourcesAsync(CancellationToken cancel) =>
        _sources ??= await new SourceFacts(_bench, _state, Events).ReadAsync(Period.From, Period.To, Order.Scope, cancel).ConfigureAwait(false);

    /// <summary>Records of the period that could not be read, by source.</summary>
    public ValueTask<IReadOnlyList<DeadLetterCount>> DeadLettersAsync(CancellationToken cancel) =>
        _state.CountDeadLettersAsync(Period.From, Period.To, Order.Scope, cancel);
}
