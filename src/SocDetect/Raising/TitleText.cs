using System.Text;

namespace SocDetect.Raising;

/// <summary>
/// Titles that name what they are about: <c>{source.ip}</c> in <c>soc.incident.title</c> becomes the value that the group
/// has in that field. A field by which the rule does not group becomes an ellipsis; a brace that is never closed stays.
/// </summary>
internal static class TitleText
{
    /// <summary>The title with its values.</summary>
    public static string Fill(string title, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        if (!title.Contains('{', StringComparison.Ordinal))
            return title;
        StringBuilder text = new(title.Length + 32);
        int at = 0;
        while (title.IndexOf('{', at) is >= 0 and int open && title.IndexOf('}', open) is >= 0 and int close)
        {
            string field = title[(open + 1)..close];
            text.Append(title, at, open - at).Append(values.FirstOrDefault(v => v.Key == field).Value ?? "…");
            at = close + 1;
        }

        return text.Append(title, at, title.Length - at).ToString();
    }
}
