using System.Globalization;
using System.Security.Cryptography;
using SocCollector;
using SocCore.Storage;
using SocHost.Commands;

namespace SocHost.Apart;

/// <summary>
/// The number of this process's spool where several processes share a store. Cursors and ids are told apart by it, so no
/// two data folders may have the same: the first start takes one that is free, the folder keeps it, and a copy of the folder
/// that runs beside the original is refused.
/// </summary>
internal sealed partial class SpoolNumber(IStateStore state, CollectorOptions options, string dataFolder, TimeProvider time, ILogger<SpoolNumber> log) : IHostedService
{
    private const string Prefix = "spool/";

    // Longer than a write of another process that began before ours was seen.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly string _file = Path.Combine(dataFolder, "spool.number");

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Read() is var (number, owner) && number > 0)
        {
            options.Spool.Id = number;
            await CheckAsync(number, owner, cancellationToken);
            return;
        }

        while (true)
        {
            try
            {
                options.Spool.Id = await TakeAsync(cancellationToken);
                Log.Taken(log, options.Spool.Id);
                return;
            }
            catch (Exception e) when (e is not CommandException && !cancellationToken.IsCancellationRequested)
            {
                Log.StoreAway(log, e);
            }

            await Task.Delay(RetryAfter, time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes the lowest free number; of two that take the same at the same moment, the one that wrote last has it.</summary>
    private async Task<short> TakeAsync(CancellationToken cancel)
    {
        string owner = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        while (true)
        {
            IReadOnlyDictionary<string, string> taken = await state.GetAllAsync(Prefix, cancel);
            short number = 1;
            while (taken.ContainsKey(NameOf(number)))
                number = checked((short)(number + 1));
            await state.SetAsync(new Dictionary<string, string?> { [NameOf(number)] = owner }, cancel);
            await Task.Delay(Settling, time, cancel);
            if (await state.GetAsync(NameOf(number), cancel) != owner)
                continue;
            string draft = _file + ".new";
            await File.WriteAllTextAsync(draft, string.Create(CultureInfo.InvariantCulture, $"{number} {owner}\n"), cancel);
            File.Move(draft, _file, overwrite: true);
            return number;
        }
    }

    /// <summary>A number that another folder has is refused. A store that does not answer is no reason to wait: it was asked when the number was taken.</summary>
    private async Task CheckAsync(short number, string owner, CancellationToken cancel)
    {
        string? known;
        try
        {
            known = await state.GetAsync(NameOf(number), cancel);
            if (known is null)
                await state.SetAsync(new Dictionary<string, string?> { [NameOf(number)] = owner }, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            Log.StoreAway(log, e);
            return;
        }

        if (known is not null && known != owner)
            throw new CommandException($"spool number {number} of '{_file}' belongs to another data folder on this store; was this one copied? Delete its spool.number and spool, or end the other", 2);
    }

    private (short Number, string Owner) Read()
    {
        if (!File.Exists(_file))
            return (0, "");
        string[] parts = File.ReadAllText(_file).Trim().Split(' ');
        return parts.Length == 2 && short.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out short number) && number > 0
            ? (number, parts[1])
            : throw new CommandException($"'{_file}' holds '{File.ReadAllText(_file).Trim()}' instead of a number and its owner; restore it, or delete it together with the spool", 2);
    }

    private static string NameOf(short number) => Prefix + number.ToString(CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(111, LogLevel.Information, "The spool of this data folder has the number {Number} on this store.")]
        public static partial void Taken(ILogger log, short number);

        [LoggerMessage(112, LogLevel.Warning, "The store does not answer when asked for the number of this data folder's spool.")]
        public static partial void StoreAway(ILogger log, Exception reason);
    }
}
