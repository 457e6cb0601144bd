namespace SocHost.Kibana.Objects;

/// <summary>
/// The versions that objects are written as. They are the oldest whose shape has everything used here, so that every Kibana
/// from 8.9 to 9.x takes them: an import accepts its own version, older ones and nothing newer.
/// </summary>
internal static class Pins
{
    /// <summary>The version of all of them (<c>coreMigrationVersion</c>).</summary>
    public const string Core = "8.8.0";

    /// <summary>What a Kibana must at least be.</summary>
    public const string OldestKibana = "8.9.0";

    /// <summary>The version of each type's shape (<c>typeMigrationVersion</c>).</summary>
    public static IReadOnlyDictionary<string, string> ByType { get; } = new Dictionary<string, string>
    {
        [ObjectTypes.IndexPattern] = "8.0.0",
        [ObjectTypes.Tag] = "8.0.0",
        [ObjectTypes.Search] = "8.0.0",
        [ObjectTypes.Lens] = "8.9.0",
        [ObjectTypes.Dashboard] = "8.9.0",
    };

    /// <summary>Compares versions by their numbers; what is no number counts as 0.</summary>
    public static int Compare(string a, string b)
    {
        int[] left = Numbers(a);
        int[] right = Numbers(b);
        for (int i = 0; i < 3; i++)
        {
            if (left[i] != right[i])
                return left[i].CompareTo(right[i]);
        }

        return 0;
    }

    private static int[] Numbers(string version)
    {
        int[] numbers = new int[3];
        string[] parts = version.Split('-')[0].Split('.');
        for (int i = 0; i < numbers.Length && i < parts.Length; i++)
            numbers[i] = int.TryParse(parts[i], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int n) ? n : 0;
        return numbers;
    }
}
