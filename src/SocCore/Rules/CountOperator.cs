namespace SocCore.Rules;

/// <summary>The comparisons of a correlation's condition.</summary>
public enum CountOperator
{
    /// <summary>Greater.</summary>
    Gt,

    /// <summary>Greater or equal.</summary>
    Gte,

    /// <summary>Less.</summary>
    Lt,

    /// <summary>Less or equal.</summary>
    Lte,

    /// <summary>Equal.</summary>
    Eq,

    /// <summary>Not equal.</summary>
    Neq,
}
