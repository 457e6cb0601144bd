namespace SocHost.Simulation.Attacks;

/// <summary>Passwords of the data warehouse's accounts are guessed until one is right.</summary>
internal sealed class WarehouseGuessed() : Attack(new PlantedAttack(
    "warehouse-guessed", "shared-data-warehouse", RuleIds.WarehouseGuessed, "203.0.113.35 fails 26 times at the data warehouse within three minutes, then gets in as nv.thao"))
{
    private const string Address = "203.0.113.35";

    public override void Begin(CitySystems systems)
    {
        for (int i = 0; i < 26; i++)
        {
            string account = People.Officials[i % 5];
            int port = 41_000 + i;
            systems.City.After(TimeSpan.FromSeconds(i * 7), () => systems.Warehouse.LoginFailed(account, "kho_dan_cu", Address, port));
        }

        systems.City.After(TimeSpan.FromSeconds(200), () => systems.Warehouse.LoggedIn("nv.thao", "kho_dan_cu", Address, 41_100, "psql"));
    }
}
