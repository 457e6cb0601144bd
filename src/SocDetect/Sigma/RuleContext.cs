using SocCore.Conditions;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>What the parts of one rule need to become conditions.</summary>
internal sealed record RuleContext(ProblemList Problems, FieldNames Names, ValueLists Lists, TimeZoneInfo Zone, IReadOnlySet<string>? KnownFields)
{
    /// <summary>The field of that name; a name that the log source does not have is a warning.</summary>
    public FieldRef Field(string name, YamlPosition at)
    {
        if (KnownFields?.Contains(name) == false)
            Problems.Warn(at, $"No event of this log source has the field '{name}'; check its spelling.");
        return Names.Resolve(name);
    }
}
