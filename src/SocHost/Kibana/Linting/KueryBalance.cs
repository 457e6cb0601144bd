namespace SocHost.Kibana.Linting;

/// <summary>Whether a query in Kibana's language closes its quotes, parentheses and braces.</summary>
internal static class KueryBalance
{
    /// <summary>What is open or closes nothing, with the cure; null when all is well.</summary>
    public static string? Fault(string query)
    {
        Stack<(char Kind, int At)> open = new();
        int quote = -1;
        for (int i = 0; i < query.Length; i++)
        {
            char c = query[i];
            if (c == '\\')
            {
                i++;
            }
            else if (c == '"')
            {
                quote = quote < 0 ? i : -1;
            }
            else if (quote < 0 && c is '(' or '{')
            {
                open.Push((c, i));
            }
            else if (quote < 0 && c is ')' or '}' && !(open.TryPop(out (char Kind, int At) opened) && opened.Kind == (c == ')' ? '(' : '{')))
            {
                return $"closes with '{c}' at {i} what nothing opened; remove it, or put it in quotes";
            }
        }

        if (quote >= 0)
            return $"opens a quote at {quote} and does not close it; add \"";
        return open.TryPeek(out (char Kind, int At) last) ? $"opens '{last.Kind}' at {last.At} and does not close it; add {(last.Kind == '(' ? ')' : '}')}" : null;
    }
}
