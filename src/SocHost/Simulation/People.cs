namespace SocHost.Simulation;

/// <summary>People of the simulated city: their accounts, and the addresses they come from. Nobody here exists.</summary>
internal static class People
{
    /// <summary>Administrators of servers.</summary>
    public static IReadOnlyList<string> Administrators { get; } = ["quantri.hung", "quantri.lan", "quantri.minh", "vanhanh.tuan"];

    /// <summary>Officials who work in the portal.</summary>
    public static IReadOnlyList<string> Officials { get; } =
    [
        "nv.anh", "nv.binh", "nv.chau", "nv.dung", "nv.giang", "nv.ha", "nv.hieu", "nv.khanh", "nv.linh", "nv.mai",
        "nv.nam", "nv.oanh", "nv.phuc", "nv.quynh", "nv.son", "nv.thao", "nv.trang", "nv.uyen", "nv.vinh", "nv.yen",
    ];

    /// <summary>Doctors and nurses.</summary>
    public static IReadOnlyList<string> Clinicians { get; } =
        ["bs.an", "bs.bao", "bs.cuong", "bs.diem", "bs.hoa", "dd.kim", "dd.loan", "dd.my", "bs.ngoc", "bs.phat"];

    /// <summary>The citizen number of the n-th citizen: 12 digits, of a province code that is not in use.</summary>
    public static string CitizenNumber(int n) => LineText.Of($"000{n % 2}9{n % 10}{100000 + (n % 900000)}");

    /// <summary>A workstation in the city's offices.</summary>
    public static string OfficeAddress(int n) => LineText.Of($"192.0.2.{10 + (n % 50)}");

    /// <summary>A citizen's address: some behind a shared address of a carrier, some with one of their own.</summary>
    public static string CitizenAddress(int n) => n % 3 == 0
        ? LineText.Of($"198.51.100.{1 + (n / 3 % 250)}")
        : LineText.Of($"2001:db8:{n % 4096:x}::{1 + (n / 4096):x}");

    /// <summary>A host somewhere that knocks on every door.</summary>
    public static string ScannerAddress(int n) => LineText.Of($"203.0.113.{100 + (n % 120)}");
}
