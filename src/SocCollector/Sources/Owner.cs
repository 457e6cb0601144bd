using SocCollector.Sources.Mapping;
using SocCore.Events;

namespace SocCollector.Sources;

/// <summary>Whose an event is, ready to be written.</summary>
internal sealed class Owner
{
    public Owner(string agency, string? name, string? site)
    {
        Agency = agency;
        List<(Field, string, ValueKind)> values = [(EcsField.OrganizationId, agency, ValueKind.Text)];
        if (name is not null)
            values.Add((EcsField.OrganizationName, name, ValueKind.Text));
        Site = site is null ? null : new ConstantBlock([(EcsField.CitySite, site, ValueKind.Text)]);
        Block = new ConstantBlock(values);
    }

    /// <summary>What no source and no inventory entry names.</summary>
    public static Owner Unassigned { get; } = new("unassigned", null, null);

    public string Agency { get; }

    public ConstantBlock Block { get; }

    /// <summary>The site, where the inventory names one.</summary>
    public ConstantBlock? Site { get; }
}
