using System.Text.RegularExpressions;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Foreign;

/// <summary>Settings of what others write into the same server: which indices are read for detection, and whose events they hold.</summary>
public sealed partial record ForeignOptions
{
    /// <summary>The feeds; none are read when it is empty.</summary>
    public IReadOnlyList<ForeignPattern> Patterns { get; init; } = [];

    /// <summary>What datasets are logs of, for those that neither a source file nor the product knows.</summary>
    public IReadOnlyList<ForeignLogSource> LogSources { get; init; } = [];

    /// <summary>Everything that is wrong, each with its name, its value and the cure.</summary>
    internal IEnumerable<string> Problems(ElasticOptions store)
    {
        for (int i = 0; i < Patterns.Count; i++)
        {
            ForeignPattern one = Patterns[i];
            string at = $"Foreign:Patterns:{i}:";
            bool isPattern = Pattern().IsMatch(one.Pattern) && one.Pattern.Trim('*').Length > 0;
            foreach (string? problem in (string?[])
            [
                isPattern ? null : $"{at}Pattern is '{one.Pattern}'; it must be names of indices with *, such as winlogbeat-*, in lower case.",
                IsOwn(one.Pattern, store) ? $"{at}Pattern is '{one.Pattern}', which are the store's own names; name what others write, such as filebeat-*." : null,
                Name().IsMatch(one.Key) || (one.Name is null && !isPattern) ? null : $"{at}Name is '{one.Key}'; give the feed one of lower-case letters, digits, _ and -, at most 32.",
                Patterns.Take(i).Any(p => p.Key == one.Key) ? $"{at}Name is '{one.Key}', which another feed has too; give each feed a name of its own." : null,
                one.Agency is null || Name().IsMatch(one.Agency) ? null : $"{at}Agency is '{one.Agency}'; it must be an agency's id, or left out for what the city SOC alone sees.",
                one.Agency == SocCore.Storage.AgencyScope.Unassigned ? $"{at}Agency is '{one.Agency}'; leave it out for what the city SOC alone sees." : null,
                Range($"{at}Overlap", one.Overlap, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15)),
                Range($"{at}Window", one.Window, TimeSpan.FromHours(1), TimeSpan.FromHours(24)),
                Range($"{at}ReconcileEvery", one.ReconcileEvery, TimeSpan.FromSeconds(10), TimeSpan.FromHours(24)),
                one.ReconcileEvery <= one.Window ? null : $"{at}ReconcileEvery is '{one.ReconcileEvery}', longer than the Window '{one.Window}'; what lies between would never be looked at.",
            ])
            {
                if (problem is not null)
                    yield return problem;
            }
        }

        for (int i = 0; i < LogSources.Count; i++)
        {
            ForeignLogSource one = LogSources[i];
            if (string.IsNullOrWhiteSpace(one.Dataset))
                yield return $"Foreign:LogSources:{i}:Dataset is empty; name the dataset that is a log of something, such as system.auth.";
            if (one.Product is null && one.Service is null && one.Category is null)
                yield return $"Foreign:LogSources:{i}:Product is missing, and so are Service and Category; say at least one of the three, in Sigma's words.";
        }
    }

    private static bool IsOwn(string pattern, ElasticOptions store) =>
        pattern.StartsWith(store.IndexPrefix, StringComparison.Ordinal)
        || (pattern.StartsWith("logs-", StringComparison.Ordinal) && pattern.EndsWith("-" + store.Namespace, StringComparison.Ordinal));

    private static string? Range(string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? null : $"{name} is '{value}'; it must be {least} to {most}.";

    [GeneratedRegex("^[a-z0-9*][a-z0-9_.*-]{0,199}$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]{0,31}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
