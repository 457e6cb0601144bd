namespace SocHost.Simulation.Life;

/// <summary>Applications on the data warehouse: the portal reads a few rows all the time, the night's and the hour's reports copy whole tables.</summary>
internal sealed class WarehouseApplications(CitySystems systems) : Actor(systems.City, "warehouse applications", 700, DayRhythm.Online)
{
    private int _statements;

    protected override void Act()
    {
        int port = Chance.Next(32768, 60999);
        if (++_statements % 120 == 0)
        {
            systems.Warehouse.LoggedIn("etl_kho", "kho_dan_cu", "192.0.2.131", port, "report-job");
            int rows = Chance.Next(900_000, 1_300_000);
            Later(20, 60, () => systems.Warehouse.Statement("etl_kho", "kho_dan_cu", "192.0.2.131", port, "report-job", ("READ", "COPY"), "public.cong_dan", "COPY (SELECT * FROM cong_dan) TO STDOUT", rows));
            return;
        }

        if (_statements % 15 == 0)
            systems.Warehouse.LoggedIn("dvc_app", "kho_dan_cu", "192.0.2.130", port, "dichvucong");
        (string auditClass, string command) = Chance.NextDouble() < 0.2 ? ("WRITE", "UPDATE") : ("READ", "SELECT");
        systems.Warehouse.Statement("dvc_app", "kho_dan_cu", "192.0.2.130", port, "dichvucong", (auditClass, command), "public.ho_so", LineText.Of($"{command} ho_so WHERE ma = $1"), Chance.Next(1, 40));
    }
}
