using System.Globalization;
using System.Runtime.CompilerServices;

namespace SocHost.Simulation;

/// <summary>Makes the text of a log line from an interpolated string, always with the invariant culture: logs are read by machines.</summary>
[InterpolatedStringHandler]
internal ref struct LineText
{
    private DefaultInterpolatedStringHandler _text;

    public LineText(int literalLength, int formattedCount) =>
        _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    public void AppendFormatted<T>(T value, int alignment) => _text.AppendFormatted(value, alignment);

    public void AppendFormatted(string? value) => _text.AppendFormatted(value);

    /// <summary>The text of an interpolated string.</summary>
    public static string Of(LineText text) => text.Take();

    /// <summary>The text; the handler is spent.</summary>
    public string Take() => _text.ToStringAndClear();
}
