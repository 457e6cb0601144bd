using SocCore.Conditions;

namespace SocCore.Rules;

/// <summary>
/// What datasets of common shippers are logs of, for events that no source of this product made. Only datasets whose fields
/// the shipped field mappings speak of; others are declared in the settings. A source file that declares a dataset decides.
/// </summary>
public static class WellKnownDatasets
{
    /// <summary>The dataset of Windows events that name none, as Winlogbeat writes them.</summary>
    public const string Windows = "windows.winlog";

    /// <summary>Datasets whose events are Windows events, told apart by <c>winlog.channel</c> and <c>winlog.event_id</c>.</summary>
    public static IReadOnlyList<string> WindowsEvents { get; } =
    [
        Windows,
        "winlog.winlog",
        "windows.forwarded", "windows.powershell", "windows.powershell_operational", "windows.sysmon_operational",
        "windows.applocker_exe_and_dll", "windows.applocker_msi_and_script", "windows.applocker_packaged_app_deployment", "windows.applocker_packaged_app_execution",
        "windows.windows_defender",
        "system.application", "system.security", "system.system",
    ];

    /// <summary>The other datasets: Filebeat's modules, and the integrations of Elastic Agent where they are called otherwise.</summary>
    public static IReadOnlyList<DatasetLogSource> Offers { get; } =
    [
        .. Of("system.auth", new LogSource(null, "linux", "auth")),
        .. Of("system.auth", new LogSource(null, "linux", "sshd"), "sshd", "sshd-session", "sshd-auth"),
        .. Of("system.auth", new LogSource(null, "linux", "sudo"), "sudo"),
        .. Of("system.syslog", new LogSource(null, "linux", "syslog")),
        .. Of("system.syslog", new LogSource(null, "linux", "cron"), "cron", "crond"),
        .. Of("auditd.log", new LogSource(null, "linux", "auditd")),
        .. Of("auditd_manager.auditd", new LogSource(null, "linux", "auditd")),
        .. Of("iptables.log", new LogSource("firewall", "linux")),
        .. Of("iptables.log", new LogSource("firewall", "iptables")),
        .. Of("nginx.access", new LogSource("webserver", "nginx", "access")),
        .. Of("nginx.ingress_controller", new LogSource("webserver", "nginx", "access")),
        .. Of("nginx.error", new LogSource("webserver", "nginx", "error")),
        .. Of("apache.access", new LogSource("webserver", "apache", "access")),
        .. Of("apache.error", new LogSource("webserver", "apache", "error")),
        .. Of("iis.access", new LogSource("webserver", "windows", "iis")),
        .. Of("traefik.access", new LogSource("webserver", "traefik", "access")),
        .. Of("squid.log", new LogSource("proxy", "squid")),
        .. Of("coredns.log", new LogSource("dns", "coredns")),
        .. Of("cisco.asa", new LogSource("firewall", "cisco", "asa")),
        .. Of("cisco_asa.log", new LogSource("firewall", "cisco", "asa")),
        .. Of("cisco.ftd", new LogSource("firewall", "cisco", "ftd")),
        .. Of("cisco_ftd.log", new LogSource("firewall", "cisco", "ftd")),
        .. Of("fortinet.firewall", new LogSource("firewall", "fortigate")),
        .. Of("fortinet_fortigate.log", new LogSource("firewall", "fortigate")),
        .. Of("panw.panos", new LogSource("firewall", "paloalto")),
        .. Of("kubernetes.audit_logs", new LogSource(null, "kubernetes", "audit")),
    ];

    /// <summary>An offer; with programs, of the events that one of them wrote.</summary>
    private static IEnumerable<DatasetLogSource> Of(string dataset, LogSource source, params string[] programs) =>
    [
        new(dataset, source, programs.Length == 0 ? null : new Any([.. programs.Select(static p => new TextLeaf(FieldRef.Of("process.name"), TextPattern.Exactly(p)))])),
    ];
}
