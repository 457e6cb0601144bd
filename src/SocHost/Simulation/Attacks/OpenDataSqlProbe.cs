namespace SocHost.Simulation.Attacks;

/// <summary>The open data portal's SQL query is used to ask for the database's own tables.</summary>
internal sealed class OpenDataSqlProbe() : Attack(new PlantedAttack(
    "open-data-sql-probe", "open-data", RuleIds.OpenDataSqlProbe, "203.0.113.41 asks CKAN's SQL query for pg_catalog, is refused four times, and gets the table names from information_schema"))
{
    private const string Address = "203.0.113.41";
    private const string Agent = "curl/8.5.0";

    public override void Begin(CitySystems systems)
    {
        for (int i = 0; i < 4; i++)
            systems.City.After(TimeSpan.FromSeconds(i * 9), () => systems.OpenData.Request(Address, "GET", "/api/3/action/datastore_search_sql?sql=SELECT%20usename%20FROM%20pg_catalog.pg_user", 403, 214, Agent));
        systems.City.After(TimeSpan.FromSeconds(75), () => systems.OpenData.Request(Address, "GET", "/api/3/action/datastore_search_sql?sql=SELECT%20table_name%20FROM%20%22information_schema%22.%22tables%22", 200, 48_211, Agent));
    }
}
