namespace SocCollector.Formats;

/// <summary>The zone of times that name none. A zone that never changed its offset since 1980 costs one subtraction.</summary>
internal sealed class SourceZone
{
    private readonly TimeZoneInfo _zone;
    private readonly long _offset;
    private readonly bool _isFixed;

    public SourceZone(TimeZoneInfo zone)
    {
        _zone = zone;
        _offset = zone.BaseUtcOffset.Ticks;
        DateTime since = new(1980, 1, 1);
        _isFixed = Array.TrueForAll(zone.GetAdjustmentRules(), r => r.DateEnd < since || (r.DaylightDelta == TimeSpan.Zero && r.BaseUtcOffsetDelta == TimeSpan.Zero && r.DateStart > since));
    }

    /// <summary>The city's own zone: UTC+7, no summer time.</summary>
    public static SourceZone City { get; } = new(TimeZoneInfo.CreateCustomTimeZone("Asia/Ho_Chi_Minh", TimeSpan.FromHours(7), "Asia/Ho_Chi_Minh", "+07"));

    /// <summary>The zone's id.</summary>
    public string Id => _zone.Id;

    /// <summary>Finds a zone by its IANA id, or an offset such as <c>+07:00</c>; null when there is none.</summary>
    public static SourceZone? Find(string id)
    {
        if (id == City.Id)
            return City;
        if (id.Length == 6 && id[0] is '+' or '-' && TimeSpan.TryParseExact(id.AsSpan(1), @"hh\:mm", System.Globalization.CultureInfo.InvariantCulture, out TimeSpan offset) && offset.TotalHours <= 14)
            return new SourceZone(TimeZoneInfo.CreateCustomTimeZone(id, id[0] == '-' ? -offset : offset, id, id));
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? new SourceZone(zone) : null;
    }

    /// <summary>The instant of a local time. A time that summer time skips or repeats is taken by standard time.</summary>
    public long ToUtcTicks(long localTicks)
    {
        if (_isFixed)
            return localTicks - _offset;
        DateTime local = new(Math.Clamp(localTicks, 0, DateTime.MaxValue.Ticks));
        TimeSpan offset = _zone.IsInvalidTime(local) || _zone.IsAmbiguousTime(local) ? _zone.BaseUtcOffset : _zone.GetUtcOffset(local);
        return localTicks - offset.Ticks;
    }
}
