namespace SocHost.Simulation;

/// <summary>The map of the simulated city.</summary>
internal static class Places
{
    /// <summary>Crossings with a signal controller, a cabinet and cameras.</summary>
    public static IReadOnlyList<Site> Junctions { get; } =
    [
        new("hangxanh", "Nút giao Hàng Xanh", "phường Thạnh Mỹ Tây", 10.8014, 106.7113),
        new("anphu", "Nút giao An Phú", "phường Bình Trưng", 10.7913, 106.7509),
        new("bayhien", "Ngã tư Bảy Hiền", "phường Bảy Hiền", 10.7925, 106.6531),
        new("phulam", "Vòng xoay Phú Lâm", "phường Phú Lâm", 10.7543, 106.6345),
        new("hanhthong", "Ngã sáu Gò Vấp", "phường Hạnh Thông", 10.8267, 106.6794),
        new("thuthiem", "Nút giao Thủ Thiêm", "phường An Khánh", 10.7787, 106.7215),
    ];

    /// <summary>Tide gates with a level station beside them.</summary>
    public static IReadOnlyList<Site> TideGates { get; } =
    [
        new("tanthuan", "Cống ngăn triều Tân Thuận", "phường Tân Thuận", 10.7562, 106.7246),
        new("bennghe", "Cống ngăn triều Bến Nghé", "phường Xóm Chiếu", 10.7680, 106.7062),
        new("phuxuan", "Cống ngăn triều Phú Xuân", "xã Nhà Bè", 10.6894, 106.7387),
    ];

    /// <summary>The gate where the water stands above the alarm level.</summary>
    public static Site SpringTide => TideGates[2];

    /// <summary>Stations that measure air.</summary>
    public static IReadOnlyList<Site> AirStations { get; } =
    [
        new("quangtrung", "Trạm Quang Trung", "phường Trung Mỹ Tây", 10.8536, 106.6280),
        new("hiepphuoc", "Trạm Hiệp Phước", "xã Hiệp Phước", 10.6307, 106.7470),
        new("linhtrung", "Trạm Linh Xuân", "phường Linh Xuân", 10.8689, 106.7780),
        new("saigon", "Trạm Sài Gòn", "phường Sài Gòn", 10.7797, 106.6990),
        new("cangio", "Trạm Cần Giờ", "xã Cần Giờ", 10.4114, 106.9536),
    ];

    /// <summary>Car parks and streets with parking bays.</summary>
    public static IReadOnlyList<Site> CarParks { get; } =
    [
        new("lelai", "Đường Lê Lai", "phường Bến Thành", 10.7708, 106.6940),
        new("nguyendu", "Đường Nguyễn Du", "phường Sài Gòn", 10.7776, 106.6957),
        new("caothang", "Đường Cao Thắng", "phường Bàn Cờ", 10.7701, 106.6820),
        new("tandinh", "Bãi xe Tân Định", "phường Tân Định", 10.7899, 106.6903),
    ];
}
