using SocCore.Rules;

namespace SocStore.Elastic.Foreign;

/// <summary>What a dataset is a log of, in Sigma's words.</summary>
public sealed record ForeignLogSource
{
    /// <summary>The dataset, as the documents name it.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>The product, such as <c>linux</c>. <c>windows</c> alone stands for every channel of the Windows event log.</summary>
    public string? Product { get; init; }

    /// <summary>The service, such as <c>sshd</c>.</summary>
    public string? Service { get; init; }

    /// <summary>The category, such as <c>webserver</c>.</summary>
    public string? Category { get; init; }

    /// <summary>What it offers to rules.</summary>
    internal DatasetLogSource Offer => new(Dataset, new LogSource(Category, Product, Service));
}
