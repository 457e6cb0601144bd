using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Storage;

/// <summary>What every event store has to keep, shown on whatever <see cref="OpenAsync"/> opens. One store a test.</summary>
public abstract partial class EventStoreConformance : IAsyncLifetime
{
    private IEventStore? _store;

    /// <summary>The clock of the store: morning of 12 March 2026, UTC.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));

    /// <summary>The store under test.</summary>
    protected IEventStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>Cancels with the test.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a store; called again after <see cref="CloseAsync"/>, it must find what was there.</summary>
    protected abstract ValueTask<IEventStore> OpenAsync();

    /// <summary>Closes the store.</summary>
    protected abstract ValueTask CloseAsync();

    /// <summary>Whether the store survives being closed.</summary>
    protected abstract bool IsDurable { get; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes and opens; skips the test when nothing survives that.</summary>
    protected async Task ReopenAsync()
    {
        Assert.SkipUnless(IsDurable, "The store does not survive being closed.");
        await CloseAsync();
        _store = await OpenAsync();
    }

    /// <summary>Every event of the shared time.</summary>
    protected static EventQuery All(int limit = 100, EventCursor? after = null) => Where(Condition.True, limit, after);

    /// <summary>Events of the shared time that meet a condition.</summary>
    protected static EventQuery Where(Condition condition, int limit = 100, EventCursor? after = null) =>
        new(condition, Some.Time.AddDays(-30), Some.Time.AddDays(30), limit, after);

    /// <summary>A condition on one field, with wildcards.</summary>
    protected static Condition Is(string field, string pattern, bool cased = false) =>
        new TextLeaf(FieldRef.Of(field), TextPattern.Parse(pattern), cased);

    /// <summary>Appends documents of one spool and publishes up to the last.</summary>
    protected async Task<AppendOutcome> AppendAsync(long firstSequence, params string[] documents)
    {
        using EventBatch batch = Some.Batch(1, firstSequence, documents);
        return await Store.AppendAsync(batch, new SpoolPosition(1, firstSequence + documents.Length - 1), mayRepeat: false, Cancel);
    }

    /// <summary>The messages that a search finds, in its order.</summary>
    protected async Task<string[]> MessagesAsync(EventQuery query, AgencyScope? scope = null)
    {
        EventPage page = await Store.SearchAsync(query, scope ?? AgencyScope.City, Cancel);
        using EventBatch batch = page.Events;
        return Messages(batch);
    }

    /// <summary>The messages of a batch, in its order.</summary>
    protected static string[] Messages(EventBatch batch)
    {
        string[] messages = new string[batch.Count];
        for (int i = 0; i < batch.Count; i++)
            messages[i] = batch[i].Text(EcsField.Message) ?? "";
        return messages;
    }

    /// <summary>A document with a message.</summary>
    protected static string Line(string message, string? agency = "so-gtvt", DateTimeOffset? time = null, params (string Field, JsonNode? Value)[] more)
    {
        JsonObject document = new() { ["message"] = message };
        if (agency is not null)
            document["organization.id"] = agency;
        if (time is { } at)
            document["@timestamp"] = Rfc3339.Format(at);
        foreach ((string field, JsonNode? value) in more)
            document[field] = value;
        return document.ToJsonString();
    }
}
