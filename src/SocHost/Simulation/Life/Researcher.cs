namespace SocHost.Simulation.Life;

/// <summary>People and programs at the open data portal: pages, searches, downloads, and queries in SQL of which some are wrong.</summary>
internal sealed class Researcher(CitySystems systems) : Actor(systems.City, "researchers", 700, DayRhythm.Online)
{
    private static readonly string[] Datasets = ["luu-luong-giao-thong", "chat-luong-khong-khi", "tuyen-xe-buyt", "truong-hoc", "muc-nuoc-trieu", "benh-vien"];
    private static readonly string[] Agents = ["python-requests/2.31.0", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0", "R (4.4.1 x86_64-pc-linux-gnu)", "curl/8.5.0"];

    protected override void Act()
    {
        string address = People.CitizenAddress(Chance.Next(9000));
        string agent = OneOf(Agents);
        string dataset = OneOf(Datasets);
        double kind = Chance.NextDouble();
        if (kind < 0.5)
        {
            int bytes = Chance.Next(4000, 60_000);
            systems.OpenData.Request(address, "GET", "/dataset/" + dataset, 200, bytes, agent);
            double seconds = 0.05 + (Chance.NextDouble() * 0.3);
            Later(0, 1, () => systems.OpenData.Rendered("/dataset/" + dataset, 200, seconds));
            return;
        }

        string resource = LineText.Of($"2f1a9c60-7d5e-4b0a-9a51-{Chance.Next(400):x12}");
        if (kind < 0.92)
        {
            int pages = Chance.Next(1, 5);
            for (int i = 0; i < pages; i++)
            {
                int page = i;
                Later(i, i + 2, () => systems.OpenData.Request(address, "GET", LineText.Of($"/api/3/action/datastore_search?resource_id={resource}&limit=1000&offset={page * 1000}"), 200, 180_000, agent));
            }

            return;
        }

        string query = LineText.Of($"/api/3/action/datastore_search_sql?sql=SELECT%20*%20FROM%20%22{resource}%22%20LIMIT%20100");
        if (Chance.NextDouble() < 0.3)
            systems.OpenData.Request(address, "GET", query + "%20WHER", 409, 190, agent);
        Later(8, 20, () => systems.OpenData.Request(address, "GET", query, 200, 42_000, agent));
    }
}
