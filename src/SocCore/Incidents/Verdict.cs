namespace SocCore.Incidents;

/// <summary>OCSF 1.8.0 Incident Finding <c>verdict_id</c>; the numbers are stored and never change.</summary>
public enum Verdict
{
    /// <summary>None yet.</summary>
    Unknown = 0,

    /// <summary>It was nothing.</summary>
    FalsePositive = 1,

    /// <summary>It was real.</summary>
    TruePositive = 2,

    /// <summary>Not worth a verdict.</summary>
    Disregard = 3,

    /// <summary>Odd, not proven.</summary>
    Suspicious = 4,

    /// <summary>Real and harmless.</summary>
    Benign = 5,

    /// <summary>A test.</summary>
    Test = 6,

    /// <summary>Cannot be told.</summary>
    InsufficientData = 7,

    /// <summary>A risk, not an attack.</summary>
    SecurityRisk = 8,

    /// <summary>Somebody else deals with it.</summary>
    ManagedExternally = 9,

    /// <summary>The same as another one.</summary>
    Duplicate = 10,
}
