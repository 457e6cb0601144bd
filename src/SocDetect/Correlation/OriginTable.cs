using SocCore.Storage;

namespace SocDetect.Correlation;

/// <summary>Origins by number: there are few, and a match keeps four bytes instead of four texts.</summary>
internal sealed class OriginTable
{
    /// <summary>Under this name a correlation's match row lists all agencies that it stands for.</summary>
    public const string AgenciesField = "organization.id";

    /// <summary>Under this name a correlation's match row lists all systems that it stands for.</summary>
    public const string SystemsField = "city.system";

    private readonly Dictionary<(string Agencies, string Systems, string? Dataset), int> _numbers = [];
    private readonly List<Origin> _origins = [];

    /// <summary>The origin of that number.</summary>
    public Origin this[int number] => _origins[number];

    /// <summary>The number of a row's origin.</summary>
    public int NumberOf(MatchRow row, bool ofCorrelation)
    {
        IReadOnlyList<string>? agencies = null;
        IReadOnlyList<string>? systems = null;
        if (ofCorrelation)
        {
            row.Values.TryGetValue(AgenciesField, out agencies);
            row.Values.TryGetValue(SystemsField, out systems);
        }

        (string, string, string?) key = (
            agencies is null ? row.Agency : string.Join('\u001f', agencies), systems is null ? row.System ?? "" : string.Join('\u001f', systems), row.Dataset);
        if (_numbers.TryGetValue(key, out int number))
            return number;
        if (_origins.Count == ushort.MaxValue)
            throw new InvalidOperationException($"The table of origins is full ({ushort.MaxValue}); the match of agency '{row.Agency}', dataset '{row.Dataset}' has no place. Restart with fewer datasets.");
        number = _origins.Count;
        _numbers[key] = number;
        _origins.Add(new Origin(agencies ?? [row.Agency], systems ?? (row.System is null ? [] : [row.System]), row.Dataset));
        return number;
    }
}
