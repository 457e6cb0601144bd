using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SocCore.Incidents;
using SocCore.Storage;

namespace SocStore.Cases;

/// <summary>Where a page of incidents ended: the keys of its order and the uid, as one opaque text that names its order.</summary>
internal readonly record struct IncidentPageMark(IncidentSort Sort, long First, long Second, string Uid)
{
    public static IncidentPageMark Of(Incident incident, IncidentSort sort) => new(sort, FirstKey(incident, sort), SecondKey(incident, sort), UidKey(incident.Uid));

    /// <summary>Keys are such that smaller ones come first, whatever the order.</summary>
    public static long FirstKey(Incident incident, IncidentSort sort) => sort switch
    {
        IncidentSort.CreatedAscending => incident.Created.UtcTicks,
        IncidentSort.SeverityDescending => -(long)incident.Severity,
        IncidentSort.ModifiedDescending => -incident.Modified.UtcTicks,
        _ => -incident.Created.UtcTicks,
    };

    public static long SecondKey(Incident incident, IncidentSort sort) =>
        sort == IncidentSort.SeverityDescending ? -incident.Created.UtcTicks : 0;

    public static string UidKey(Guid uid) => uid.ToString("D", CultureInfo.InvariantCulture);

    public int CompareTo(in IncidentPageMark other)
    {
        int order = First.CompareTo(other.First);
        if (order == 0)
            order = Second.CompareTo(other.Second);
        return order != 0 ? order : string.CompareOrdinal(Uid, other.Uid);
    }

    public string Write() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)Sort};{First};{Second};{Uid}")));

    /// <exception cref="ArgumentException">The text is no mark, or one of another order.</exception>
    public static IncidentPageMark Read(string text, IncidentSort sort)
    {
        if (Base64Url.IsValid(text))
        {
            string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(';');
            if (parts.Length == 4
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int written)
                && written == (int)sort
                && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long first)
                && long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long second)
                && Guid.TryParseExact(parts[3], "D", out Guid uid))
                return new IncidentPageMark(sort, first, second, UidKey(uid));
        }

        throw new ArgumentException($"'{text}' is no place in the list of incidents sorted by {sort}; take it from the page before, or leave it out to begin with the first page.", nameof(text));
    }
}
