using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Logging;
using SocApi.Desk;
using SocApi.Problems;
using SocCore.Storage;

namespace SocApi.Console.Pages;

/// <summary>
/// A page that works at the desk as the person who is signed in, and follows the changes of incidents while it is open.
/// What the desk refuses is shown, never thrown.
/// </summary>
public abstract partial class DeskPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _gone = new();

    [Inject]
    internal IncidentDesk Incidents { get; set; } = null!;

    [Inject]
    internal ConsoleTime Times { get; set; } = null!;

    [Inject]
    internal TimeProvider Clock { get; set; } = null!;

    [Inject]
    internal ILogger<DeskPage> Log { get; set; } = null!;

    [CascadingParameter]
    internal Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Who looks.</summary>
    private protected Caller Caller { get; private set; } = null!;

    /// <summary>What the desk said when it did not do what the page asked.</summary>
    private protected Problem? Problem { get; set; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Whether changes are followed; not while the page is rendered for the first byte.</summary>
    protected bool IsLive => RendererInfo.IsInteractive;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override async Task OnInitializedAsync()
    {
        AuthenticationState state = await Authentication;
        Caller = Caller.Of(state.User, ConsoleText.Language)
            ?? throw new InvalidOperationException("The page was reached by somebody without subject or agency; ConsolePolicy forbids that.");
        long from = IsLive ? await Incidents.GetLastChangeAsync(Gone) : 0;
        await StartAsync();
        if (IsLive)
            _ = FollowAsync(from, Gone);
    }

    /// <summary>Reads what the page shows first.</summary>
    protected virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>Incidents changed that the caller sees. Runs on the page's own thread of control; renders afterwards.</summary>
    private protected virtual Task ChangedAsync(IReadOnlyList<ChangeRow> changes) => Task.CompletedTask;

    /// <summary>The value of an answer; null when it is a problem, which the page then shows.</summary>
    private protected T? Take<T>(Answer<T> answer)
        where T : class
    {
        if (answer.IsDone(out T? value, out Problem? problem))
        {
            Problem = null;
            return value;
        }

        Problem = problem;
        return null;
    }

    /// <summary>Does something again and again while the page is open, and renders afterwards.</summary>
    protected void Every(TimeSpan period, Func<Task> work)
    {
        if (IsLive)
            _ = RepeatAsync(period, work, Gone);
    }

    private async Task RepeatAsync(TimeSpan period, Func<Task> work, CancellationToken gone)
    {
        using PeriodicTimer timer = new(period, Clock);
        while (!gone.IsCancellationRequested)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(gone))
                    return;
                await InvokeAsync(async () =>
                {
                    await work();
                    StateHasChanged();
                });
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception fault)
            {
                Entry.RefreshFailed(Log, fault);
            }
        }
    }

    private async Task FollowAsync(long after, CancellationToken gone)
    {
        while (!gone.IsCancellationRequested)
        {
            try
            {
                if (!await Incidents.WaitForChangeAsync(after, Wait, gone))
                    continue;
                // A burst of changes is shown once.
                await Task.Delay(Settle, Clock, gone);
                Answer<IncidentHistory> answer = await Incidents.GetChangesAsync(Caller, after, IncidentDesk.ChangesLimit, gone);
                if (!answer.IsDone(out IncidentHistory? history, out _))
                    return;
                after = history.Last;
                await InvokeAsync(async () =>
                {
                    await ChangedAsync(history.Rows);
                    StateHasChanged();
                });
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception fault)
            {
                // The store may be away for a moment: the page stays as it is and goes on when it is back.
                Entry.FollowFailed(Log, fault);
                await Task.Delay(Rest, Clock, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Entry
    {
        [LoggerMessage(EventIds.FollowFailed, LogLevel.Warning, "A console page could not read the changes of incidents; it tries again")]
        public static partial void FollowFailed(ILogger logger, Exception fault);

        [LoggerMessage(EventIds.RefreshFailed, LogLevel.Warning, "A console page could not be brought up to date; it tries again")]
        public static partial void RefreshFailed(ILogger logger, Exception fault);
    }
}
