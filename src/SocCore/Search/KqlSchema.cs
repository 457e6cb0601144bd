using System.Diagnostics.CodeAnalysis;

namespace SocCore.Search;

/// <summary>The fields that queries may name; one for events, one for incidents, the grammar is the same.</summary>
public abstract class KqlSchema
{
    private const int LongestName = 64;

    /// <summary>Fields of events: ECS, the city's, and the sources' own.</summary>
    public static KqlSchema Events { get; } = new EventKqlSchema();

    /// <summary>Fields of incidents.</summary>
    public static KqlSchema Incidents { get; } = new IncidentKqlSchema();

    /// <summary>The field that words without a field are looked for in; null: in every text of the event.</summary>
    public virtual KqlField? BareWords => null;

    /// <summary>Finds a field; says what is wrong with the name otherwise, with the nearest names that exist.</summary>
    public abstract bool TryFind(string name, [NotNullWhen(true)] out KqlField? field, out string problem, out IReadOnlyList<string> nearest);

    /// <summary>The names nearest to a misspelt one: at most three, within a third of its letters. What is longer than any field is no slip of the pen.</summary>
    protected static IReadOnlyList<string> Nearest(string name, IEnumerable<string> names) => name.Length > LongestName ? [] :
    [
        .. names
            .Select(n => (Name: n, Distance: Distance(name, n)))
            .Where(n => n.Distance <= Math.Max(1, name.Length / 3))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Take(3).Select(n => n.Name),
    ];

    /// <summary>Number of letters to insert, drop or change (Levenshtein); names that differ much in length are not compared.</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > a.Length / 3 + 1)
            return int.MaxValue;
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
