using System.Threading.Channels;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SocCore.Storage;

namespace SocApi.Auth.Cookies;

/// <summary>
/// The keys of cookies, kept in the state store, so that every API process reads what another one wrote. Data protection
/// asks for them without waiting, so they are read when the program starts and written behind its back until the store
/// has them: a store that is away keeps nobody from starting.
/// </summary>
internal sealed partial class StoredKeyRing(IStateStore state, TimeProvider time, ILogger<StoredKeyRing> log) : BackgroundService, IXmlRepository
{
    private const string Prefix = "cookie/key/";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, XElement> _keys = [];
    private readonly Channel<string> _unsaved = Channel.CreateUnbounded<string>();

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate)
            return [.. _keys.Values.Select(static k => new XElement(k))];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        string name = Prefix + friendlyName;
        lock (_gate)
            _keys[name] = new XElement(element);
        _unsaved.Writer.TryWrite(name);
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestStart);
        await TryReadAsync(limit.Token).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task reading = ReadAgainAsync(stoppingToken);
        await foreach (string name in _unsaved.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            string text;
            lock (_gate)
                text = _keys[name].ToString(SaveOptions.DisableFormatting);
            while (!await TryWriteAsync(name, text, stoppingToken).ConfigureAwait(false))
                await Task.Delay(RetryAfter, time, stoppingToken).ConfigureAwait(false);
        }

        await reading.ConfigureAwait(false);
    }

    private async Task ReadAgainAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(ReadEvery, time);
        while (await timer.WaitForNextTickAsync(cancel).ConfigureAwait(false))
            await TryReadAsync(cancel).ConfigureAwait(false);
    }

    private async Task TryReadAsync(CancellationToken cancel)
    {
        try
        {
            IReadOnlyDictionary<string, string> documents = await state.GetAllAsync(Prefix, cancel).ConfigureAwait(false);
            lock (_gate)
            {
                foreach ((string name, string text) in documents)
                    _keys.TryAdd(name, XElement.Parse(text));
            }
        }
#pragma warning disable CA1031 // Sessions of other processes are unknown until the store answers; this one goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotRead(log, e);
        }
    }

    private async Task<bool> TryWriteAsync(string name, string text, CancellationToken cancel)
    {
        try
        {
            await state.SetAsync(new Dictionary<string, string?> { [name] = text }, cancel).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // It is tried again until the store has it.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotWritten(log, e);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.CookieKeysNotRead, LogLevel.Warning, "The keys of cookies were not read from the store; sessions of other API processes are unknown until they are.")]
        public static partial void NotRead(ILogger log, Exception reason);

        [LoggerMessage(EventIds.CookieKeyNotWritten, LogLevel.Warning, "A new key of cookies is not in the store yet; it is tried again. Until then other API processes do not know its sessions.")]
        public static partial void NotWritten(ILogger log, Exception reason);
    }
}
