using SocApi.Reports.Model;

namespace SocApi.Reports.Contents;

/// <summary>
/// Gives parts of a report their names and definitions by their ids, so that no number can be printed without saying how it
/// is made.
/// </summary>
internal sealed class Terms(ReportText text)
{
    /// <summary>A column of words.</summary>
    public ReportColumn Word(string id) => new(id, text["Column." + id], null, IsNumber: false);

    /// <summary>A column of numbers with its definition.</summary>
    public ReportColumn Number(string id) => new(id, text["Column." + id], text[$"Column.{id}.Def"], IsNumber: true);

    /// <summary>A number that stands for itself.</summary>
    public ReportFigure Figure(string id, ReportCell value, string look = "") => new(id, text["Figure." + id], value, text[$"Figure.{id}.Def"], look);

    /// <summary>A number of things.</summary>
    public ReportFigure Figure(string id, long count, string look = "") => Figure(id, ReportCell.Of(count), look);

    /// <summary>A table.</summary>
    public ReportTable Table(string id, IReadOnlyList<ReportColumn> columns, IEnumerable<IReadOnlyList<ReportCell>> rows) =>
        new(id, text["Table." + id], columns, [.. rows], text[$"Table.{id}.None"]);

    /// <summary>A section.</summary>
    public ReportSection Section(string id) => new(id, text["Section." + id]);

    /// <summary>The title and the definition of a chart.</summary>
    public (string Title, string Definition) Chart(string id) => (text["Chart." + id], text[$"Chart.{id}.Def"]);
}
