using SocHost.Kibana.Content;

namespace SocHost.Kibana.Building;

/// <summary>Places panels from left to right; one that does not fit begins a row below the highest of the row before.</summary>
internal sealed class GridFlow
{
    /// <summary>Columns of the grid.</summary>
    public const int Columns = 48;

    private int _x;
    private int _y;
    private int _rowHeight;

    /// <summary>The next panel's place.</summary>
    public GridPlace Place(PanelSource panel)
    {
        if (_x + panel.Width > Columns)
        {
            _y += _rowHeight;
            _x = 0;
            _rowHeight = 0;
        }

        GridPlace place = new(_x, _y);
        _x += panel.Width;
        _rowHeight = Math.Max(_rowHeight, panel.Height);
        return place;
    }
}
