namespace SocHost.Simulation.Systems;

/// <summary>The shared data warehouse: PostgreSQL's csvlog (26 columns, as of version 14) with pgAudit's lines in its message column, in a file.</summary>
internal sealed class DataWarehouse(City city)
{
    private const string System = "shared-data-warehouse";
    private const string File = "shared-data-warehouse/postgresql.csv";
    private int _session = 0x53a5;
    private int _query = 4012;

    /// <summary>A login was refused: the password is wrong.</summary>
    public void LoginFailed(string user, string database, string address, int port) =>
        Row(user, database, address, port, "authentication", "FATAL", "28P01", $"password authentication failed for user \"\"{user}\"\"", "");

    /// <summary>Somebody was let in.</summary>
    public void LoggedIn(string user, string database, string address, int port, string application) =>
        Row(user, database, address, port, "authentication", "LOG", "00000", $"connection authorized: user={user} database={database} application_name={application}", application);

    /// <summary>A statement that pgAudit saw.</summary>
    /// <param name="user">The database account.</param>
    /// <param name="database">The database.</param>
    /// <param name="address">Where it came from.</param>
    /// <param name="port">The client's port.</param>
    /// <param name="application">What the client calls itself.</param>
    /// <param name="audit">pgAudit's class, then its command.</param>
    /// <param name="table">The table, with its schema; empty when there is none.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="rows">How many rows it touched.</param>
    public void Statement(string user, string database, string address, int port, string application, (string Class, string Command) audit, string table, string statement, long rows)
    {
        string kind = table.Length == 0 ? "" : "TABLE";
        string quoted = statement.Contains(',', StringComparison.Ordinal) ? LineText.Of($"\"\"{statement}\"\"") : statement;
        Row(user, database, address, port, audit.Command, "LOG", "00000", $"AUDIT: SESSION,{++_query},1,{audit.Class},{audit.Command},{kind},{table},{quoted},<none>,{rows}", application);
    }

    /// <summary>A line whose columns were lost when the disk was full.</summary>
    public void LostColumns(string user) =>
        city.Write(System, CityChannel.File, File, $"{CityTime.Plain(city.Now)} +07,\"{user}\",\"kho_");

    private void Row(string user, string database, string address, int port, string tag, string severity, string state, LineText message, string application)
    {
        int pid = 20000 + (port % 9000);
        city.Write(System, CityChannel.File, File, $"{CityTime.Plain(city.Now)} +07,\"{user}\",\"{database}\",{pid},\"{address}:{port}\",69b1be27.{++_session:x},1,\"{tag}\",{CityTime.Local(city.Now):yyyy-MM-dd HH:mm:ss} +07,12/{_session},0,{severity},{state},\"{message.Take()}\",,,,,,,,,\"{application}\",\"client backend\",,{(_query * 7919L) - 4_012_734_423}");
    }
}
