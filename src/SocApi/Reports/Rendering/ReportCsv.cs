using System.Text;
using SocApi.Reports.Model;

namespace SocApi.Reports.Rendering;

/// <summary>
/// A table as CSV (RFC 4180): UTF-8 with its mark, which spreadsheets want for Vietnamese, CRLF, quotes where needed. A text
/// that a spreadsheet would take for a formula gets an apostrophe before it.
/// </summary>
internal static class ReportCsv
{
    private const string Formula = "=+-@\t\r\0";

    /// <summary>Writes it.</summary>
    public static byte[] Write(ReportTable table, ReportPeriod period)
    {
        StringBuilder csv = new("\uFEFF");
        Line(csv, table.Columns.Select((c, i) => c.Label + Unit(table, i)));
        foreach (IReadOnlyList<ReportCell> row in table.Rows)
            Line(csv, row.Select(c => CellFormat.Plain(c, period)));
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static string Unit(ReportTable table, int column) => table.Rows.Any(r => r[column].Kind == CellKind.Span) ? " (s)" : "";

    private static void Line(StringBuilder csv, IEnumerable<string> cells)
    {
        bool isFirst = true;
        foreach (string cell in cells)
        {
            if (!isFirst)
                csv.Append(',');
            isFirst = false;
            Cell(csv, cell);
        }

        csv.Append("\r\n");
    }

    private static void Cell(StringBuilder csv, string text)
    {
        if (text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal))
            text = "'" + text;
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0)
            csv.Append(text);
        else
            csv.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
