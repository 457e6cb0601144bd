namespace SocCore.Incidents.Workflow;

/// <summary>Why the workflow refuses an action.</summary>
public enum RefusalKind
{
    /// <summary>There is no arrow between the two states.</summary>
    IllegalTransition,

    /// <summary>The state needs a verdict, or allows only others.</summary>
    VerdictRequired,

    /// <summary>Another person has to close it.</summary>
    FourEyesRequired,

    /// <summary>A member is missing, too long or out of range.</summary>
    Invalid,
}
