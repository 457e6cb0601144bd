using Microsoft.Extensions.Time.Testing;
using SocCore.Incidents;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Storage;

/// <summary>What every case store has to keep. One store a test.</summary>
public abstract partial class CaseStoreConformance : IAsyncLifetime
{
    private ICaseStore? _store;

    /// <summary>The clock of the store.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));

    /// <summary>The store under test.</summary>
    protected ICaseStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>Cancels with the test.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a store; called again after <see cref="CloseAsync"/>, it must find what was there.</summary>
    protected abstract ValueTask<ICaseStore> OpenAsync();

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

    /// <summary>Closes and opens where something survives that.</summary>
    protected async Task ReopenIfDurableAsync()
    {
        if (!IsDurable)
            return;
        await CloseAsync();
        _store = await OpenAsync();
    }

    /// <inheritdoc cref="SomeCases.Uid"/>
    protected static Guid Uid(int n) => SomeCases.Uid(n);

    /// <inheritdoc cref="SomeCases.Incident"/>
    protected static Incident MakeIncident(int n, string agency = "so-gtvt", DateTimeOffset? created = null) => SomeCases.Incident(n, agency, created);

    /// <inheritdoc cref="SomeCases.Change"/>
    protected static IncidentChange Change(string kind = "created") => SomeCases.Change(kind);

    /// <inheritdoc cref="SomeCases.Detection"/>
    protected static Detection MakeDetection(int n, Guid? incident = null, params string[] agencies) => SomeCases.Detection(n, incident, agencies);

    /// <inheritdoc cref="SomeCases.Match"/>
    protected static MatchRow MakeMatch(int n, DateTimeOffset? time = null, string logic = "hash") => SomeCases.Match(n, time, logic);

    /// <inheritdoc cref="SomeCases.Scan"/>
    protected static DetectCommit Scan(long from, long to) => SomeCases.Scan(from, to);

    /// <summary>Saves a new incident.</summary>
    protected async Task<Incident> SaveAsync(Incident incident) =>
        await Store.SaveAsync(incident, 0, Change(), Cancel) ?? throw new InvalidOperationException("A new incident was refused.");

    /// <summary>Compares by content: records with lists compare lists by reference.</summary>
    protected static void AssertSame<T>(T expected, T actual) => Assert.Equivalent(expected, actual, strict: true);
}
