using SocCore.Incidents;
using SocCore.Rules;

namespace EndToEnd.Tests.Console;

/// <summary>A morning in the city. People and addresses are made up; addresses are those that RFC 5737 keeps for examples.</summary>
internal static class CityCases
{
    private static readonly string[] Ssh =
    [
        "Mar 12 09:{0:00}:{1:00} dc1-jump01 sshd[24{1:00}]: Failed password for root from 203.0.113.77 port 5{0:00}{1:00} ssh2",
        "Mar 12 09:{0:00}:{1:00} dc1-jump01 sshd[24{1:00}]: Failed password for invalid user admin from 203.0.113.77 port 5{0:00}{1:00} ssh2",
    ];

    private static readonly string[] Parking = ["""{{"lot":"BX-04","ticket":"T{0:00}{1:00}","amount":0,"method":"qr","ip":"198.51.100.23","status":"paid"}}"""];
    private static readonly string[] Flood = ["FS-Q8-0{0:00};2026-03-12T09:{0:00}:{1:00}+07:00;level_cm=0;battery=3.61;rssi=-118"];
    private static readonly string[] Web = ["198.51.100.140 - - [12/Mar/2026:09:{0:00}:{1:00} +0700] \"GET /hoso/..%2f..%2f/etc/passwd HTTP/1.1\" 404 512 \"-\" \"curl/8.5\""];
    private static readonly string[] Firewall = ["<134>Mar 12 09:{0:00}:{1:00} fw-iot1 CEF:0|Fortress|NGFW|7|13|deny|5|src=192.0.2.51 dst=203.0.113.9 dpt=502 proto=tcp act=blocked"];

    public static IReadOnlyList<Case> All { get; } =
    [
        new(RuleLevel.Critical, "Đăng nhập SSH thành công sau dò mật khẩu từ 203.0.113.77", "SSH log-in succeeded after password guessing from 203.0.113.77", "infra", ["so-tttt", "ttdl"], 6, 148, ("source.ip", "203.0.113.77"), Ssh, ["attack.credential_access", "attack.t1110.001", "attack.t1078"])
        {
            Entities = [("host.name", "dc1-jump01"), ("user.name", "root"), ("user.name", "vanhanh")],
        },
        new(RuleLevel.High, "Thanh toán 0 đồng hàng loạt tại bãi xe BX-04", "Many payments of zero at car park BX-04", "parking", ["so-gtvt"], 14, 36, ("city.lot.id", "BX-04"), Parking, ["attack.impact", "attack.t1565.002"])
        {
            Entities = [("source.ip", "198.51.100.23")], Dataset = "parking.payments",
        },
        new(RuleLevel.High, "Cảm biến ngập Quận 8 gửi mực nước bất thường", "Flood sensors of District 8 report an odd water level", "flood-control", ["tt-chongngap"], 22, 18, ("city.site.id", "FS-Q8"), Flood, ["attack.inhibit_response_function", "attack.t0832"])
        {
            Status = IncidentStatus.InProgress, By = "Trần Minh Khoa", Entities = [("city.device.eui", "70b3d57ed0060a14"), ("city.device.eui", "70b3d57ed0060a19")], Dataset = "flood-control.gateway",
        },
        new(RuleLevel.Medium, "Dò đường dẫn trên cổng dịch vụ công từ 198.51.100.140", "Path traversal against the public service portal from 198.51.100.140", "digital-government", ["vp-ubnd"], 31, 412, ("source.ip", "198.51.100.140"), Web, ["attack.initial_access", "attack.t1190"])
        {
            Entities = [("url.domain", "dichvucong.example.org")], Dataset = "digital-government.nginx",
        },
        new(RuleLevel.Medium, "Camera cố kết nối Modbus ra ngoài mạng IoT", "A camera tries to reach Modbus outside of the IoT network", "cctv", ["ca-tp"], 43, 9, ("source.ip", "192.0.2.51"), Firewall, ["attack.lateral_movement", "attack.t1021"])
        {
            Status = IncidentStatus.OnHold, By = "Lê Thị Hạnh", Entities = [("host.name", "cam-nk-0412"), ("destination.port", "502")], Dataset = "infra.firewall",
        },
        new(RuleLevel.Critical, "Xóa hàng loạt bản ghi trong kho dữ liệu dùng chung", "Mass deletion in the shared data warehouse", "data-warehouse", ["ttdl"], 58, 27, ("user.name", "svc_etl"), ["2026-03-12 09:{0:00}:{1:00} audit DELETE FROM hosocongdan.dinhdanh WHERE ... rows=18250 user=svc_etl host=192.0.2.14"], ["attack.impact", "attack.t1485"])
        {
            Status = IncidentStatus.InProgress, By = "Nguyễn Hải Yến", Entities = [("source.ip", "192.0.2.14"), ("city.db.name", "hosocongdan")], Dataset = "data-warehouse.audit",
        },
        new(RuleLevel.Low, "Nguồn log trạm quan trắc không khí im lặng", "The air-quality station's log source is silent", "environment", ["so-tnmt"], 74, 1, ("observer.name", "aq-station-07"), ["source environment/air-stations has been silent for 00:31:00"], ["soc.health"])
        {
            Dataset = "soc.source",
        },
        new(RuleLevel.High, "Tài khoản quản trị được tạo ngoài giờ làm việc", "An administrator was created outside of working hours", "digital-government", ["vp-ubnd"], 95, 3, ("user.name", "qtht02"), ["Mar 12 0{0}:1{1:00} dvc-app2 useradd[3120]: new user: name=qtht02, UID=0, GID=0, home=/home/qtht02"], ["attack.persistence", "attack.t1136.001"])
        {
            Status = IncidentStatus.Resolved, By = "Trần Minh Khoa", Entities = [("host.name", "dvc-app2")], Dataset = "infra.linux",
        },
        new(RuleLevel.Medium, "Nhiều thẻ xe buýt quẹt tại hai trạm xa nhau cùng lúc", "Bus cards tapped at two distant stops at once", "public-transport", ["so-gtvt"], 122, 12, ("city.card.hash", "9f31c2"), ["tap card=9f31c2 stop=BTX-17 line=53 t=2026-03-12T07:{0:00}:{1:00}+07:00"], ["attack.credential_access"])
        {
            Dataset = "public-transport.taps",
        },
        new(RuleLevel.Low, "Chứng thư TLS cổng dữ liệu mở sắp hết hạn", "The open data portal's TLS certificate expires soon", "open-data", ["so-tttt"], 180, 1, ("url.domain", "data.example.org"), ["tls data.example.org notAfter=2026-03-19T00:00:00Z days=6"], ["soc.hygiene"])
        {
            Status = IncidentStatus.Closed, By = "Lê Thị Hạnh", Dataset = "open-data.tls",
        },
    ];
}
