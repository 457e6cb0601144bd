using SocCore.Storage;

namespace SocStore.Elastic.Foreign;

/// <summary>What keeps a feed from being read, told once when it begins and each hour while it lasts.</summary>
internal sealed class ForeignTrouble(string subject)
{
    private static readonly TimeSpan RowEvery = TimeSpan.FromHours(1);

    private (string Kind, string Key, string Text, long Count, DateTimeOffset Since)? _now;
    private DateTimeOffset _rowAt;
    private DateTimeOffset _good;

    /// <summary>The row of it as it is now; null when all is well.</summary>
    public LedgerRow? Present => _now is { } now ? new LedgerRow(now.Kind, subject, now.Since, _rowAt, now.Count, now.Text, _rowAt) : null;

    /// <summary>It is so: a row when that is news.</summary>
    /// <param name="kind">blind or failed.</param>
    /// <param name="key">What is the same while it lasts, whatever the words.</param>
    /// <param name="text">What is wrong, and the cure.</param>
    /// <param name="count">How many indices are concerned.</param>
    /// <param name="at">When.</param>
    public LedgerRow? Tell(string kind, string key, string text, long count, DateTimeOffset at)
    {
        bool isNews = _now is not { } known || known.Kind != kind || known.Key != key;
        if (isNews)
            _now = (kind, key, text, count, _good == default ? at : _good);
        if (!isNews && at - _rowAt < RowEvery)
            return null;
        _rowAt = at;
        return Present;
    }

    /// <summary>All is well; whether it was not.</summary>
    public bool Clear(DateTimeOffset at)
    {
        bool was = _now is not null;
        _now = null;
        _good = at;
        return was;
    }
}
