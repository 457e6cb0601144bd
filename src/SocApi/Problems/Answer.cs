using System.Diagnostics.CodeAnalysis;

namespace SocApi.Problems;

/// <summary>What a call gave: a value or a problem.</summary>
public readonly struct Answer<T>
    where T : class
{
    private readonly T? _value;

    internal Answer(T? value, Problem? problem)
    {
        _value = value;
        Problem = problem;
    }

    /// <summary>Why not; null when it was done.</summary>
    public Problem? Problem { get; }

    /// <summary>What it gave.</summary>
    /// <exception cref="InvalidOperationException">It gave a problem.</exception>
    public T Value => _value ?? throw new InvalidOperationException($"The call gave a problem: {Problem?.Detail}");

    /// <summary>Whether it was done.</summary>
    public bool IsDone([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Problem? problem)
    {
        value = _value;
        problem = Problem;
        return value is not null;
    }

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Problem problem) => new(null, problem);
}
