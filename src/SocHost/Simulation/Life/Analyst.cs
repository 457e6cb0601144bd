namespace SocHost.Simulation.Life;

/// <summary>An official who works with the data warehouse: reads some thousand rows at a time, and now and then mistypes a password.</summary>
internal sealed class Analyst(CitySystems systems, int number)
    : Actor(systems.City, "analyst " + People.Officials[number], 3, DayRhythm.Office)
{
    private static readonly string[] Tables = ["public.ho_so", "public.don_vi", "public.dia_chi", "thong_ke.tiep_nhan", "thong_ke.qua_han"];
    private readonly string _account = People.Officials[number];
    private readonly string _address = People.OfficeAddress(number);

    protected override void Act()
    {
        int port = Chance.Next(32768, 60999);
        if (Chance.NextDouble() < 0.12)
            systems.Warehouse.LoginFailed(_account, "kho_dung_chung", _address, port);
        Later(5, 9, () => systems.Warehouse.LoggedIn(_account, "kho_dung_chung", _address, port, "DBeaver"));
        double at = 10;
        for (int i = Chance.Next(2, 9); i > 0; i--)
        {
            string table = OneOf(Tables);
            int rows = Chance.Next(20, 20_000);
            Later(at, at + 50, () => systems.Warehouse.Statement(_account, "kho_dung_chung", _address, port, "DBeaver", ("READ", "SELECT"), table, LineText.Of($"SELECT ma, ngay, trang_thai FROM {table} LIMIT {rows}"), rows));
            at += 50;
        }
    }
}
