using System.Collections.Concurrent;

namespace SocApi.Http;

/// <summary>Counts the live streams that each caller holds open.</summary>
internal sealed class StreamLimiter(ApiOptions options)
{
    private readonly ConcurrentDictionary<string, int> _open = new();

    /// <summary>Takes one more; false when the caller has all it may.</summary>
    public bool TryTake(string subject)
    {
        while (true)
        {
            int open = _open.GetOrAdd(subject, 0);
            if (open >= options.StreamsPerCaller)
                return false;
            if (_open.TryUpdate(subject, open + 1, open))
                return true;
        }
    }

    /// <summary>Gives one back.</summary>
    public void Release(string subject)
    {
        int left = _open.AddOrUpdate(subject, 0, static (_, open) => open - 1);
        if (left <= 0)
            _open.TryRemove(new KeyValuePair<string, int>(subject, left));
    }
}
