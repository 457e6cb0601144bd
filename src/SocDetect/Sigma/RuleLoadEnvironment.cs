using SocCore.Rules;

namespace SocDetect.Sigma;

/// <summary>What all documents of one load share.</summary>
internal sealed record RuleLoadEnvironment(RuleLoadOptions Options, FieldMappings Mappings, ValueLists Lists, TimeZoneInfo Zone)
{
    public FieldNames NamesOf(RuleDocument document, LogSource source) =>
        Options.MapFields && !document.IsEcs ? Mappings.For(source) : FieldNames.Plain;

    public RuleContext Context(RuleDocument document, LogSource source, TimeZoneInfo? zone) =>
        new(document.Problems, NamesOf(document, source), Lists, zone ?? Zone, Options.KnownFields?.Invoke(source));
}
