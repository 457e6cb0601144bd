using System.Text;

namespace SocDetect.Sigma;

/// <summary>Puts the values of lists in the place of <c>%name%</c>; <c>\%</c> is a percent sign.</summary>
internal static class Placeholders
{
    /// <summary>The most values that one written value may become.</summary>
    public const int Limit = 100_000;

    /// <exception cref="FormatException">A list is missing, or the product of the lists is too long.</exception>
    public static IReadOnlyList<string> Expand(string text, ValueLists lists)
    {
        List<StringBuilder> results = [new()];
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && i + 1 < text.Length && text[i + 1] == '%')
            {
                i++;
                results.ForEach(static r => r.Append('%'));
            }
            else if (c == '\\' && i + 1 < text.Length)
            {
                string both = text.Substring(i++, 2);
                results.ForEach(r => r.Append(both));
            }
            else if (c == '%' && text.IndexOf('%', i + 1) is var end and > 0)
            {
                results = Multiply(results, text[(i + 1)..end], lists);
                i = end;
            }
            else
            {
                results.ForEach(r => r.Append(c));
            }
        }

        return [.. results.Select(static r => r.ToString())];
    }

    private static List<StringBuilder> Multiply(List<StringBuilder> heads, string name, ValueLists lists)
    {
        if (!lists.TryGet(name, out IReadOnlyList<string> values))
            throw new FormatException($"the placeholder '%{name}%' has no list: write its values into {name}.txt in the folder 'lists' of the rules (there are: {string.Join(", ", lists.Names)}).");
        if (values.Count == 0)
            throw new FormatException($"the list '{name}' is empty; write its values, one a line.");
        if ((long)heads.Count * values.Count > Limit)
            throw new FormatException($"the placeholders make more than {Limit} values; use fewer in one value.");
        List<StringBuilder> longer = new(heads.Count * values.Count);
        foreach (StringBuilder head in heads)
        {
            foreach (string value in values)
                longer.Add(new StringBuilder().Append(head).Append(value));
        }

        return longer;
    }
}
