namespace SocHost.Apart;

/// <summary>Does something at the pace of the reports. A store that does not answer is told once, and tried again.</summary>
internal abstract partial class RoleLoop(TimeProvider time, ILogger log) : BackgroundService
{
    private bool _isTold;

    /// <summary>What is done each time.</summary>
    protected internal abstract Task RunOnceAsync(CancellationToken cancel);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(RoleReports.Every, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                _isTold = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_isTold)
                    Log.StoreAway(log, e, GetType().Name);
                _isTold = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(110, LogLevel.Warning, "{Name} does not reach the store; the other roles see the last report until it does.")]
        public static partial void StoreAway(ILogger log, Exception reason, string name);
    }
}
