using System.Globalization;
using SocStore.Elastic.Gateway;

namespace Benchmarks.Elastic;

/// <summary>What every contender of a run is given alike.</summary>
/// <param name="Address">The server.</param>
/// <param name="Space">The namespace of the run's streams.</param>
/// <param name="WarmUp">Events before the clock starts.</param>
/// <param name="Events">Events that are measured.</param>
/// <param name="Batch">Events of a bulk request.</param>
/// <param name="Connections">Bulk requests at once.</param>
internal sealed record ElasticPlan(Uri Address, string Space, int WarmUp, int Events, int Batch, int Connections)
{
    /// <summary>Events that the collector hands over in one step.</summary>
    public const int AppendSize = 5_000;

    public ElasticOptions Options => new()
    {
        Nodes = [Address.ToString()],
        Namespace = Space,
        IndexPrefix = $"bench-{Space}-",
        BulkEvents = Batch,
        BulkConcurrency = Connections,
        Datasets = 3,
    };

    /// <summary>As arguments of a child.</summary>
    public string[] Words =>
    [
        Address.ToString(), Space,
        WarmUp.ToString(CultureInfo.InvariantCulture), Events.ToString(CultureInfo.InvariantCulture),
        Batch.ToString(CultureInfo.InvariantCulture), Connections.ToString(CultureInfo.InvariantCulture),
    ];

    public static ElasticPlan Read(string[] words) =>
        new(new Uri(words[0]), words[1], Number(words[2]), Number(words[3]), Number(words[4]), Number(words[5]));

    private static int Number(string word) => int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture);
}
