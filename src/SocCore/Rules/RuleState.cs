namespace SocCore.Rules;

/// <summary>Whether a rule runs.</summary>
public enum RuleState
{
    /// <summary>Not evaluated.</summary>
    Off = 0,

    /// <summary>Evaluated and counted, raises nothing.</summary>
    Shadow = 1,

    /// <summary>Raises.</summary>
    On = 2,
}
