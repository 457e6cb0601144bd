using System.Text;
using SocCore.Events;

namespace SocStore.Embedded.Events;

/// <summary>The table of events: which columns, in which order. The appender, the schema and the queries are all made from it.</summary>
internal static class EventColumns
{
    /// <summary>Columns that come first and are never NULL, with their types.</summary>
    public static readonly (string Name, string Type)[] Fixed =
    [
        ("id_high", "UBIGINT"), ("id_low", "UBIGINT"), ("spool", "SMALLINT"), ("seq", "BIGINT"),
        // UTC ticks: DuckDB's TIMESTAMP would cut the seventh digit, and a page must continue at exactly the last event.
        ("ts", "BIGINT"), ("created", "BIGINT"),
        ("odd", "BIGINT"), ("agency", "VARCHAR"),
    ];

    /// <summary>Fields with a column of their own.</summary>
    public static IReadOnlyList<EventColumn> Promoted { get; } = MakePromoted();

    /// <summary>Position of the document, the last column.</summary>
    public static int DocumentPosition { get; } = Fixed.Length + Promoted.Count + Promoted.Count(static c => c.Kind == ColumnKind.Address);

    private static readonly EventColumn?[] ByField = MakeByField();

    /// <summary>The column of a field; null when it has none.</summary>
    public static EventColumn? Of(int fieldId) => (uint)fieldId < (uint)ByField.Length ? ByField[fieldId] : null;

    /// <summary>The DuckDB types of all columns, in order.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [.. Fixed.Select(static f => f.Type), .. Promoted.SelectMany(TypesOf), "VARCHAR"];

    /// <summary>The statements that make an empty day file.</summary>
    public static string CreateStatements(string catalog)
    {
        StringBuilder sql = new();
        sql.Append("CREATE TABLE ").Append(catalog).Append(".events (");
        foreach ((string name, string type) in Fixed)
            sql.Append(name).Append(' ').Append(type).Append(" NOT NULL, ");
        foreach (EventColumn column in Promoted)
        {
            string[] types = TypesOf(column);
            sql.Append(column.Name).Append(' ').Append(types[0]);
            if (column.Field == EcsField.Message)
                sql.Append(" USING COMPRESSION zstd");
            sql.Append(", ");
            if (types.Length > 1)
                sql.Append(column.Name).Append("_n ").Append(types[1]).Append(", ");
        }

        sql.Append("doc VARCHAR NOT NULL USING COMPRESSION zstd); ");
        sql.Append("CREATE TABLE ").Append(catalog).Append(".progress (spool SMALLINT NOT NULL, seq BIGINT NOT NULL)");
        return sql.ToString();
    }

    private static string[] TypesOf(EventColumn column) => column.Kind switch
    {
        ColumnKind.Number => ["BIGINT"],
        ColumnKind.Address => ["VARCHAR", "UHUGEINT"],
        ColumnKind.TextList => ["VARCHAR[]"],
        _ => ["VARCHAR"],
    };

    private static List<EventColumn> MakePromoted()
    {
        List<EventColumn> columns = [];
        int position = Fixed.Length;
        Add(EcsField.OrganizationId, "organization", ColumnKind.Text);
        Add(EcsField.DataStreamNamespace, "namespace", ColumnKind.Text);
        Add(EcsField.CitySystem, "system", ColumnKind.Text);
        Add(EcsField.CitySite, "site", ColumnKind.Text);
        Add(EcsField.CityAsset, "asset", ColumnKind.Text);
        Add(EcsField.EventDataset, "dataset", ColumnKind.Text);
        Add(EcsField.EventKind, "kind", ColumnKind.Text);
        Add(EcsField.EventCategory, "category", ColumnKind.TextList);
        Add(EcsField.EventType, "type", ColumnKind.TextList);
        Add(EcsField.EventAction, "action", ColumnKind.Text);
        Add(EcsField.EventOutcome, "outcome", ColumnKind.Text);
        Add(EcsField.EventSeverity, "severity", ColumnKind.Number);
        Add(EcsField.EventCode, "code", ColumnKind.Text);
        Add(EcsField.HostName, "host_name", ColumnKind.Text);
        Add(EcsField.HostOsType, "host_os", ColumnKind.Text);
        Add(EcsField.SourceIp, "source_ip", ColumnKind.Address);
        Add(EcsField.SourcePort, "source_port", ColumnKind.Number);
        Add(EcsField.DestinationIp, "destination_ip", ColumnKind.Address);
        Add(EcsField.DestinationPort, "destination_port", ColumnKind.Number);
        Add(EcsField.UserName, "user_name", ColumnKind.Text);
        Add(EcsField.UserDomain, "user_domain", ColumnKind.Text);
        Add(EcsField.ProcessName, "process_name", ColumnKind.Text);
        Add(EcsField.ProcessCommandLine, "process_command_line", ColumnKind.Text);
        Add(EcsField.ProcessPid, "process_pid", ColumnKind.Number);
        Add(EcsField.ProcessParentName, "process_parent_name", ColumnKind.Text);
        Add(EcsField.UrlFull, "url_full", ColumnKind.Text);
        Add(EcsField.UrlDomain, "url_domain", ColumnKind.Text);
        Add(EcsField.HttpMethod, "http_method", ColumnKind.Text);
        Add(EcsField.HttpStatus, "http_status", ColumnKind.Number);
        Add(EcsField.NetworkBytes, "network_bytes", ColumnKind.Number);
        Add(EcsField.FileHash, "file_hash", ColumnKind.Text);
        Add(EcsField.Message, "message", ColumnKind.Text);
        return columns;

        void Add(Field field, string name, ColumnKind kind)
        {
            columns.Add(new EventColumn(field, name, kind, columns.Count, position));
            position += kind == ColumnKind.Address ? 2 : 1;
        }
    }

    private static EventColumn?[] MakeByField()
    {
        EventColumn?[] table = new EventColumn?[Fields.DeclaredCount];
        foreach (EventColumn column in Promoted)
            table[column.Field.Id] = column;
        return table;
    }
}
