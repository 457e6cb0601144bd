namespace SocHost.Simulation;

/// <summary>The rules that must find the planted attacks, as their files in <c>rules/</c> are identified.</summary>
internal static class RuleIds
{
    public const string SshBruteForce = "42ec49da-b0cc-4c56-8b8e-2db4adb20215";
    public const string PasswordSpray = "55c20ec6-438a-4fec-8733-96ba8ba06ab6";
    public const string AccountTakeover = "288c6ddf-6690-40c4-a3a0-605d6122ed76";
    public const string TokenManyPlates = "cc5b271b-4e9e-4bd2-bcc4-b8227233ea8b";
}
