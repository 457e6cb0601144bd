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

    /// <summary>What a file of Windows events offers, in Sigma's own names.</summary>
    public static IReadOnlyList<DatasetLogSource> Offers { get; } = For(Dataset, FieldRef.Of("Channel"), FieldRef.Of("EventID"), FieldRef.Of("EventType"));

    /// <summary>What a dataset of Windows events offers, given the fields that have channel, number, and Sysmon's word for the kind of event.</summary>
    public static IReadOnlyList<DatasetLogSource> For(string dataset, FieldRef channel, FieldRef number, FieldRef eventType) =>
    [
        new(dataset, new LogSource(Product: "windows")),
        .. Services.Select(s => new DatasetLogSource(dataset, new LogSource(null, "windows", s.Service), Channel(channel, s.Channels))),
        .. Categories.Select(c => new DatasetLogSource(
            dataset, new LogSource(c.Category, "windows", c.Channels[0] == Sysmon ? "sysmon" : null), When((channel, c.Channels), (number, c.Ids), (eventType, c.EventType)))),
        new(dataset, new LogSource("antivirus"), When((channel, [Defender]), (number, AntivirusIds), (eventType, null))),
    ];

    private static Any Channel(FieldRef field, string[] channels) =>
        new([.. channels.Select(c => new TextLeaf(field, TextPattern.Exactly(c)))]);

    private static All When((FieldRef Field, string[] Names) channels, (FieldRef Field, int[] Ids) numbers, (FieldRef Field, string? Word) eventType)
    {
        List<Condition> parts =
        [
            Channel(channels.Field, channels.Names),
            new Any([.. numbers.Ids.Select(i => new NumberLeaf(numbers.Field, Comparison.Equal, i))]),
        ];
        if (eventType.Word is not null)
            parts.Add(new TextLeaf(eventType.Field, TextPattern.Parse(eventType.Word)));
        return new All(parts);
    }
}
