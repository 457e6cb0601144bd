namespace SocApi.Problems;

/// <summary>Why a call was not done: a value, not an exception.</summary>
/// <param name="Kind">What kind of error.</param>
/// <param name="Detail">The thing, the value and the cure, in English.</param>
public sealed record Problem(ProblemKind Kind, string Detail)
{
    /// <summary>Further members of the problem document.</summary>
    public IReadOnlyDictionary<string, object?> Members { get; init; } = new Dictionary<string, object?>();

    /// <summary>Member of the content → what is wrong with it.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();

    /// <summary>An object that is not there, or not for the caller: the two look the same.</summary>
    public static Problem NotFound(string thing, string id) => new(ProblemKinds.NotFound, $"There is no {thing} '{id}'.");

    /// <summary>A scope that the caller lacks.</summary>
    public static Problem Lacks(string scope) =>
        new(ProblemKinds.ScopeMissing, $"The scope '{scope}' is needed.") { Members = new Dictionary<string, object?> { ["scope"] = scope } };

    /// <summary>One member that is wrong.</summary>
    public static Problem Invalid(string member, string message) =>
        new(ProblemKinds.Validation, message) { Errors = new Dictionary<string, string[]> { [member] = [message] } };
}
