using System.Text;

namespace SocCollector.Formats;

/// <summary>How a source writes its times, compiled from its name or picture.</summary>
internal sealed class TimeFormat
{
    private static readonly string[] Parts = ["yyyy", "yy", "MMM", "MM", "M", "dd", "d", "HH", "H", "hh", "h", "mm", "ss", "fff", "tt", "zzz"];

    private readonly string _name;
    private readonly List<(string Part, byte[]? Literal)> _picture = [];

    private TimeFormat(string name) => _name = name;

    /// <summary>RFC 3339 and its relatives.</summary>
    public static TimeFormat Iso { get; } = new("iso");

    /// <summary>Reads a format's name or picture; null and the problem in words when it is none.</summary>
    public static TimeFormat? Parse(string text, out string? problem)
    {
        problem = null;
        if (text == "iso")
            return Iso;
        TimeFormat format = new(text);
        if (text is "epoch" or "syslog" or "clf")
            return format;
        int at = 0;
        StringBuilder literal = new();
        while (at < text.Length)
        {
            string? part = Array.Find(Parts, p => text.AsSpan(at).StartsWith(p, StringComparison.Ordinal));
            if (part is null)
            {
                literal.Append(text[at++]);
                continue;
            }

            format.Flush(literal);
            format._picture.Add((part, null));
            at += part.Length;
        }

        format.Flush(literal);
        bool Has(string part) => format._picture.Exists(p => p.Part == part);
        if ((Has("MM") || Has("M") || Has("MMM")) && (Has("dd") || Has("d")) && (Has("HH") || Has("H") || Has("hh") || Has("h")))
            return format;
        problem = $"'{text}' is no time format; use iso, epoch, syslog, clf, or a picture with month, day and hour such as dd/MM/yyyy HH:mm:ss.";
        return null;
    }

    /// <summary>Reads the whole text (blanks around it do not count) as an instant.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, long receipt, SourceZone zone, out long utcTicks, out TimeQuality quality)
    {
        text = text.Trim((byte)' ');
        utcTicks = 0;
        quality = TimeQuality.Source;
        CivilTime time;
        int used;
        switch (_name)
        {
            case "iso":
                if (!CivilReader.TryIso(text, out time, out used) || used != text.Length)
                    return CivilReader.TryEpoch(text, out utcTicks) && text.Length >= 9;
                break;
            case "epoch":
                return CivilReader.TryEpoch(text, out utcTicks);
            case "syslog":
                if (!CivilReader.TrySyslog(text, out time, out used) || used != text.Length)
                    return false;
                break;
            case "clf":
                if (!CivilReader.TryClf(text, out time, out used) || used != text.Length)
                    return false;
                break;
            default:
                if (!TryPicture(text, out time))
                    return false;
                break;
        }

        utcTicks = time.ToUtcTicks(receipt, zone, out quality);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _name;

    private void Flush(StringBuilder literal)
    {
        if (literal.Length > 0)
            _picture.Add(("", Encoding.UTF8.GetBytes(literal.ToString())));
        literal.Clear();
    }

    private bool TryPicture(ReadOnlySpan<byte> text, out CivilTime time)
    {
        Picture read = new();
        int at = 0;
        time = default;
        foreach ((string part, byte[]? literal) in _picture)
        {
            if (literal is not null)
            {
                if (!text[at..].StartsWith(literal))
                    return false;
                at += literal.Length;
            }
            else if (!read.TryPart(part, text, ref at))
            {
                return false;
            }
        }

        time = read.ToTime();
        return at == text.Length && time.IsDate;
    }

    private ref struct Picture
    {
        private int _year;
        private int _month;
        private int _day;
        private int _hour;
        private long _rest;
        private int _half;
        private bool _hasZone;
        private int _offset;

        public Picture() => _half = -1;

        public bool TryPart(string part, ReadOnlySpan<byte> text, ref int at)
        {
            switch (part)
            {
                case "yyyy":
                    _year = Digits.Four(text, at);
                    at += 4;
                    return _year > 0;
                case "yy":
                    _year = Digits.Two(text, at) + 2000;
                    at += 2;
                    return _year >= 2000;
                case "MMM":
                    _month = Digits.Month(text, at);
                    at += 3;
                    return _month > 0;
                case "M" or "MM":
                    return Number(text, part.Length, ref at, 12, out _month);
                case "d" or "dd":
                    return Number(text, part.Length, ref at, 31, out _day);
                case "H" or "HH" or "h" or "hh":
                    return Number(text, part.Length, ref at, 24, out _hour);
                case "mm":
                    return Add(text, ref at, 59, TimeSpan.TicksPerMinute);
                case "ss":
                    return Add(text, ref at, 60, TimeSpan.TicksPerSecond);
                case "fff":
                    int start = at;
                    _rest += CivilReader.Fraction(text, ref at);
                    return at > start;
                case "zzz":
                    _hasZone = CivilReader.TryZone(text, ref at, out _offset);
                    return _hasZone;
                default:
                    return Half(text, ref at);
            }
        }

        public readonly CivilTime ToTime()
        {
            int hour = _half < 0 ? _hour : (_hour % 12) + (_half * 12);
            return new CivilTime(_year, _month, _day, (hour * TimeSpan.TicksPerHour) + _rest, _hasZone, _offset);
        }

        private static bool Number(ReadOnlySpan<byte> text, int least, ref int at, int most, out int value)
        {
            int start = at;
            value = Digits.OneOrTwo(text, ref at);
            return value >= 0 && value <= most && at - start >= least;
        }

        private bool Add(ReadOnlySpan<byte> text, ref int at, int most, long unit)
        {
            int value = Digits.Two(text, at);
            at += 2;
            if (value < 0 || value > most)
                return false;
            _rest += value * unit;
            return true;
        }

        /// <summary>AM and PM, and their Vietnamese SA (sáng) and CH (chiều).</summary>
        private bool Half(ReadOnlySpan<byte> text, ref int at)
        {
            if (at + 2 > text.Length)
                return false;
            int word = ((text[at] | 0x20) << 8) | (text[at + 1] | 0x20);
            at += 2;
            _half = word switch
            {
                ('a' << 8) | 'm' or ('s' << 8) | 'a' => 0,
                ('p' << 8) | 'm' or ('c' << 8) | 'h' => 1,
                _ => -1,
            };
            return _half >= 0;
        }
    }
}
