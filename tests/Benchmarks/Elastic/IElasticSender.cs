namespace Benchmarks.Elastic;

/// <summary>A contender: a process that sends the events of a plan to the server.</summary>
internal interface IElasticSender : IDisposable
{
    /// <summary>Who it is.</summary>
    string Name { get; }

    /// <summary>Its process.</summary>
    int Id { get; }

    /// <summary>Sends the events of the warm-up. Where the end is seen on the server alone, the task may end before.</summary>
    Task WarmUpAsync();

    /// <summary>Sends the others. Where the end is seen on the server alone, the task may end before.</summary>
    Task SendAsync();
}
