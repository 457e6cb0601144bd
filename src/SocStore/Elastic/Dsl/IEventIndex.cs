using SocCore.Events;

namespace SocStore.Elastic.Dsl;

/// <summary>How the indices of events are mapped, as far as a condition has to know.</summary>
internal interface IEventIndex
{
    /// <summary>Where the field's values are.</summary>
    IndexedField Of(Field field);

    /// <summary>A prose field that has every text value of an event, for searches that name no field; null when there is none.</summary>
    IndexedField? AllText { get; }

    /// <summary>The longest regular expression that the indices take (<c>index.max_regex_length</c>).</summary>
    int LongestRegex { get; }

    /// <summary>The most leaf clauses of one query that every node takes (<c>indices.query.bool.max_clause_count</c>).</summary>
    int MostClauses { get; }

    /// <summary>How deep bool queries may nest (<c>indices.query.bool.max_nested_depth</c>).</summary>
    int DeepestNesting { get; }
}
