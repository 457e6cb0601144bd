namespace SocHost.Simulation;

/// <summary>The rules that must find the planted attacks, as their files in <c>rules/</c> are identified.</summary>
internal static class RuleIds
{
    public const string SshBruteForce = "42ec49da-b0cc-4c56-8b8e-2db4adb20215";
    public const string PasswordSpray = "55c20ec6-438a-4fec-8733-96ba8ba06ab6";
    public const string AccountTakeover = "288c6ddf-6690-40c4-a3a0-605d6122ed76";
    public const string TokenManyPlates = "cc5b271b-4e9e-4bd2-bcc4-b8227233ea8b";
    public const string AuditSwitchedOff = "6885a163-51b1-4a68-a9b4-6540609e8fe6";
    public const string WarehouseGuessed = "edff3fde-8cb9-4ad0-b4d0-064e9d4992d1";
    public const string OpenDataSqlProbe = "2fd1c326-86c4-4e8d-82c8-237756b845ee";
    public const string CardManyTaps = "6114a9e1-9856-4ebf-85ef-087c075b9927";
    public const string CabinetThenPlan = "a979f65a-dfe5-4457-a3e3-ae7d33f94011";
    public const string CamerasSprayed = "5e9e8a7d-b1ce-46a8-8f3d-dd66159d6e5e";
    public const string CameraTakenOver = "7e697754-08fc-4321-b54b-9e8c2ce0596e";
    public const string ForeignSetTopic = "a952e80b-eb57-4f35-91c3-6eb62737cd40";
    public const string RadioReplay = "5c645a2c-a2d7-4eb7-b89a-e13b90a67c8e";
    public const string MassReading = "c0028b58-9935-4d39-a92e-4d61420ccc82";
    public const string BreakGlass = "c0c45389-1463-4c61-ab8c-3bb82fe9c13d";
    public const string LeaverActive = "cc49c1ab-9d3f-4c34-b3e4-3d4990c7cebe";
    public const string OneSourceManySystems = "8a4bafd5-5c89-4520-9479-327ff1e51cbd";
    public const string CabinetBreakIn = "e2111931-9f12-41c2-b64b-55ccd1102d15";
    public const string SprayThenExport = "03ebb0b2-2364-40d8-8f2d-932bfe9ffc5d";
    public const string GateAgainstWater = "0c5ad24a-d485-4621-b1d5-320e63121f66";
}
