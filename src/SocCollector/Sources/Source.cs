using SocCollector.Formats;
using SocCollector.Sources.Mapping;
using SocCore.Events;
using SocCore.Rules;

namespace SocCollector.Sources;

/// <summary>One source, compiled. Immutable, shared by all threads.</summary>
internal sealed record Source
{
    public required SourceProfile Profile { get; init; }

    /// <summary>What it takes.</summary>
    public required IReadOnlyList<Claim> Claims { get; init; }

    public required EnvelopeKind Envelope { get; init; }

    public required ContentDecoder Decoder { get; init; }

    public required FieldLayout Layout { get; init; }

    /// <summary>Constants of every event.</summary>
    public required ConstantBlock Constants { get; init; }

    /// <summary>The mapping's program.</summary>
    public required Step[] Steps { get; init; }

    /// <summary>Rules by which records are left out.</summary>
    public required DropRule[] Drops { get; init; }

    /// <summary>Decoded fields that are not stored.</summary>
    public required int[] Masked { get; init; }

    public required SourceZone Zone { get; init; }

    /// <summary>How far ahead of receipt a time is believed, ticks.</summary>
    public required long Lead { get; init; }

    /// <summary>Where the header's host goes; null: nowhere but log.syslog.hostname.</summary>
    public required Field? Host { get; init; }

    /// <summary>Prefix of the names that the mapping does not name, with its point; empty: they keep their names.</summary>
    public required byte[] Namespace { get; init; }

    /// <summary>Whether text that no form fits makes the record unreadable.</summary>
    public required bool UnmatchedIsDead { get; init; }

    public required IdentityKeys Keys { get; init; }

    /// <summary>Whose it is; null when the inventory decides.</summary>
    public Owner? Owner { get; init; }

    /// <summary>Counts what it does, over reloads.</summary>
    public SourceCounters Counters { get; init; } = new();

    /// <summary>What it offers to rules.</summary>
    public required IReadOnlyList<DatasetLogSource> Offers { get; init; }
}
