using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using SocApi.Contracts;
using SocApi.Problems;

namespace SocApi.Http;

/// <summary>Reads the query parameters that the endpoint has named; what is unknown, twice or unreadable is refused, all of it at once.</summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection _query;
    private readonly Dictionary<string, string[]> _errors = [];

    public QueryReader(HttpContext context)
    {
        _query = context.Request.Query;
        string[] known = [.. context.GetEndpoint()!.Metadata.GetOrderedMetadata<RequestParameter>().Where(static p => !p.IsHeader).Select(static p => p.Name)];
        foreach ((string name, StringValues values) in _query)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                Refuse(name, $"There is no parameter '{name}' here; there is {(known.Length == 0 ? "none" : string.Join(", ", known))}.");
            else if (values.Count > 1)
                Refuse(name, $"'{name}' is given {values.Count} times; give it once.");
        }
    }

    /// <summary>What is wrong; null when nothing is.</summary>
    public Problem? Problem => _errors.Count == 0
        ? null
        : new Problem(ProblemKinds.Malformed, string.Join(' ', _errors.Values.SelectMany(static e => e))) { Errors = _errors };

    /// <summary>The text of a parameter; null when it is not there.</summary>
    public string? Text(string name) => _query.TryGetValue(name, out StringValues values) ? values[0] : null;

    /// <summary>A whole number.</summary>
    public int Number(string name, int otherwise) => (int)Number(name, (long)otherwise, int.MaxValue);

    /// <summary>A whole number from 0 to a most.</summary>
    public long Number(string name, long otherwise, long most)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= most)
            return value;
        Refuse(name, $"'{name}' is a whole number, not '{text}'.");
        return otherwise;
    }

    /// <summary>An instant.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (InstantConverter.TryRead(text, out DateTimeOffset value))
            return value;
        Refuse(name, $"'{name}' is a time as in 2026-03-12T07:30:00Z, not '{text}'.");
        return null;
    }

    /// <summary>true or false.</summary>
    public bool Flag(string name)
    {
        string? text = Text(name);
        if (text is not (null or "true" or "false"))
            Refuse(name, $"'{name}' is true or false, not '{text}'.");
        return text == "true";
    }

    /// <summary>A list of texts, divided by commas.</summary>
    public IReadOnlyList<string> List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Records what is wrong with a parameter.</summary>
    public void Refuse(string name, string message) => _errors[name] = [message];
}
