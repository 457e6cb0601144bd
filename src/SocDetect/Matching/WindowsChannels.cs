using SocCore.Conditions;
using SocCore.Rules;

namespace SocDetect.Matching;

/// <summary>Which Windows event is of which Sigma log source: services are channels, categories are event ids of a channel.</summary>
internal static class WindowsChannels
{
    /// <summary>The dataset under which events of a file are read.</summary>
    public const string Dataset = "windows.file";

    private const string Sysmon = "Microsoft-Windows-Sysmon/Operational";
    private const string PowerShell = "Microsoft-Windows-PowerShell/Operational";
    private const string PowerShellCore = "PowerShellCore/Operational";
    private const string ClassicPowerShell = "Windows PowerShell";
    private const string Defender = "Microsoft-Windows-Windows Defender/Operational";

    private static readonly (string Service, string[] Channels)[] Services =
    [
        ("application", ["Application"]),
        ("security", ["Security"]),
        ("system", ["System"]),
        ("sysmon", [Sysmon]),
        ("powershell", [PowerShell, PowerShellCore]),
        ("powershell-classic", [ClassicPowerShell]),
        ("windefend", [Defender]),
        ("ntlm", ["Microsoft-Windows-NTLM/Operational"]),
        ("taskscheduler", ["Microsoft-Windows-TaskScheduler/Operational"]),
        ("wmi", ["Microsoft-Windows-WMI-Activity/Operational"]),
        ("dhcp", ["Microsoft-Windows-DHCP-Server/Operational"]),
        ("dns-server", ["DNS Server"]),
        ("dns-client", ["Microsoft-Windows-DNS Client Events/Operational"]),
        ("driver-framework", ["Microsoft-Windows-DriverFrameworks-UserMode/Operational"]),
        ("printservice-admin", ["Microsoft-Windows-PrintService/Admin"]),
        ("printservice-operational", ["Microsoft-Windows-PrintService/Operational"]),
        ("smbclient-security", ["Microsoft-Windows-SmbClient/Security"]),
        ("smbclient-connectivity", ["Microsoft-Windows-SmbClient/Connectivity"]),
        ("smbserver-connectivity", ["Microsoft-Windows-SMBServer/Connectivity"]),
        ("terminalservices-localsessionmanager", ["Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"]),
        ("codeintegrity-operational", ["Microsoft-Windows-CodeIntegrity/Operational"]),
        ("applocker",
        [
            "Microsoft-Windows-AppLocker/MSI and Script", "Microsoft-Windows-AppLocker/EXE and DLL",
            "Microsoft-Windows-AppLocker/Packaged app-Deployment", "Microsoft-Windows-AppLocker/Packaged app-Execution",
        ]),
        ("msexchange-management", ["MSExchange Management"]),
        ("firewall-as", ["Microsoft-Windows-Windows Firewall With Advanced Security/Firewall"]),
        ("bits-client", ["Microsoft-Windows-Bits-Client/Operational"]),
        ("security-mitigations", ["Microsoft-Windows-Security-Mitigations/Kernel Mode", "Microsoft-Windows-Security-Mitigations/User Mode"]),
        ("diagnosis-scripted", ["Microsoft-Windows-Diagnosis-Scripted/Operational"]),
        ("shell-core", ["Microsoft-Windows-Shell-Core/Operational"]),
        ("openssh", ["OpenSSH/Operational"]),
        ("ldap", ["Microsoft-Windows-LDAP-Client/Debug"]),
        ("bitlocker", ["Microsoft-Windows-BitLocker/BitLocker Management"]),
        ("vhdmp", ["Microsoft-Windows-VHDMP/Operational"]),
        ("appxdeployment-server", ["Microsoft-Windows-AppXDeploymentServer/Operational"]),
        ("lsa-server", ["Microsoft-Windows-LSA/Operational"]),
        ("appxpackaging-om", ["Microsoft-Windows-AppxPackaging/Operational"]),
        ("appmodel-runtime", ["Microsoft-Windows-AppModel-Runtime/Admin"]),
        ("capi2", ["Microsoft-Windows-CAPI2/Operational"]),
        ("certificateservicesclient-lifecycle-system", ["Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational"]),
        ("kernel-shimengine", ["Microsoft-Windows-Kernel-ShimEngine/Operational", "Microsoft-Windows-Kernel-ShimEngine/Diagnostic"]),
        ("application-experience",
            ["Microsoft-Windows-Application-Experience/Program-Telemetry", "Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant"]),
        ("ntfs", ["Microsoft-Windows-Ntfs/Operational"]),
        ("hyper-v-worker", ["Microsoft-Windows-Hyper-V-Worker"]),
        ("kernel-event-tracing", ["Microsoft-Windows-Kernel-EventTracing"]),
        ("sense", ["Microsoft-Windows-SENSE/Operational"]),
        ("servicebus-client", ["Microsoft-ServiceBus-Client/Admin", "Microsoft-ServiceBus-Client/Operational"]),
        ("iis-configuration", ["Microsoft-IIS-Configuration/Operational"]),
    ];

    private static readonly (string Category, string[] Channels, int[] Ids, string? EventType)[] Categories =
    [
        ("process_creation", [Sysmon], [1], null),
        ("process_creation", ["Security"], [4688], null),
        ("file_change", [Sysmon], [2], null),
        ("network_connection", [Sysmon], [3], null),
        ("sysmon_status", [Sysmon], [4, 16], null),
        ("process_termination", [Sysmon], [5], null),
        ("driver_load", [Sysmon], [6], null),
        ("image_load", [Sysmon], [7], null),
        ("create_remote_thread", [Sysmon], [8], null),
        ("raw_access_thread", [Sysmon], [9], null),
        ("process_access", [Sysmon], [10], null),
        ("file_event", [Sysmon], [11], null),
        ("registry_event", [Sysmon], [12, 13, 14], null),
        ("registry_add", [Sysmon], [12], "CreateKey"),
        ("registry_delete", [Sysmon], [12], "Delete*"),
        ("registry_set", [Sysmon], [13], null),
        ("registry_rename", [Sysmon], [14], null),
        ("create_stream_hash", [Sysmon], [15], null),
        ("pipe_created", [Sysmon], [17, 18], null),
        ("wmi_event", [Sysmon], [19, 20, 21], null),
        ("dns_query", [Sysmon], [22], null),
        ("file_delete", [Sysmon], [23], null),
        ("clipboard_change", [Sysmon], [24], null),
        ("process_tampering", [Sysmon], [25], null),
        ("file_delete_detected", [Sysmon], [26], null),
        ("file_block_executable", [Sysmon], [27], null),
        ("file_block_shredding", [Sysmon], [28], null),
        ("file_executable_detected", [Sysmon], [29], null),
        ("sysmon_error", [Sysmon], [255], null),
        ("ps_module", [PowerShell, PowerShellCore], [4103], null),
        ("ps_script", [PowerShell, PowerShellCore], [4104], null),
        ("ps_classic_start", [ClassicPowerShell], [400], null),
        ("ps_classic_provider_start", [ClassicPowerShell], [600], null),
        ("ps_classic_script", [ClassicPowerShell], [800], null),
    ];

    private static readonly int[] AntivirusIds = [1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116];

    /// <summary>What the dataset offers.</summary>
    public static IReadOnlyList<DatasetLogSource> Offers { get; } =
    [
        new(Dataset, new LogSource(Product: "windows")),
        .. Services.Select(static s => new DatasetLogSource(Dataset, new LogSource(null, "windows", s.Service), Channel(s.Channels))),
        .. Categories.Select(static c => new DatasetLogSource(Dataset, new LogSource(c.Category, "windows", c.Channels[0] == Sysmon ? "sysmon" : null), When(c.Channels, c.Ids, c.EventType))),
        new(Dataset, new LogSource("antivirus"), When([Defender], AntivirusIds, null)),
    ];

    private static Any Channel(string[] channels) =>
        new([.. channels.Select(static c => new TextLeaf(FieldRef.Of("Channel"), TextPattern.Exactly(c)))]);

    private static All When(string[] channels, int[] ids, string? eventType)
    {
        List<Condition> parts =
        [
            Channel(channels),
            new Any([.. ids.Select(static i => new NumberLeaf(FieldRef.Of("EventID"), Comparison.Equal, i))]),
        ];
        if (eventType is not null)
            parts.Add(new TextLeaf(FieldRef.Of("EventType"), TextPattern.Parse(eventType)));
        return new All(parts);
    }
}
