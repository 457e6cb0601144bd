namespace SocApi.Console.Parts;

/// <summary>The shapes of the console, drawn on a grid of 24 by our own hand. Constants: nothing of an event ever gets in here.</summary>
internal static class Icons
{
    /// <summary>The inner SVG of a shape.</summary>
    public static string Shape(string name) => Shapes.TryGetValue(name, out string? shape)
        ? shape
        : throw new ArgumentException($"There is no icon '{name}'; draw it in Icons.Shapes.", nameof(name));

    private static readonly Dictionary<string, string> Shapes = new(StringComparer.Ordinal)
    {
        // Severity: five outlines that differ without colour.
        ["critical"] = """<path d="M8.2 2.8h7.6l5.4 5.4v7.6l-5.4 5.4H8.2l-5.4-5.4V8.2z" fill="currentColor" fill-opacity=".18"/><path d="M12 7.4v5.4M12 16.4v.1" stroke-width="2.4"/>""",
        ["high"] = """<path d="M12 3.2 21.6 20H2.4z" fill="currentColor" fill-opacity=".18"/><path d="M12 9.4v4.4M12 17v.1" stroke-width="2.2"/>""",
        ["medium"] = """<path d="M12 2.6 21.4 12 12 21.4 2.6 12z" fill="currentColor" fill-opacity=".18"/><path d="M8.6 12h6.8" stroke-width="2.2"/>""",
        ["low"] = """<circle cx="12" cy="12" r="9" fill="currentColor" fill-opacity=".14"/><path d="m8.4 10.6 3.6 3.8 3.6-3.8" stroke-width="2.2"/>""",
        ["informational"] = """<rect x="3.4" y="3.4" width="17.2" height="17.2" rx="4"/><path d="M12 11.2v5M12 7.6v.1" stroke-width="2.2"/>""",

        // Status of work.
        ["new"] = """<circle cx="12" cy="12" r="8.6"/><circle cx="12" cy="12" r="3.6" fill="currentColor" stroke="none"/>""",
        ["progress"] = """<circle cx="12" cy="12" r="8.6"/><path d="M12 3.4a8.6 8.6 0 0 1 0 17.2z" fill="currentColor" stroke="none"/>""",
        ["hold"] = """<circle cx="12" cy="12" r="8.6"/><path d="M9.6 8.8v6.4M14.4 8.8v6.4" stroke-width="2.2"/>""",
        ["resolved"] = """<circle cx="12" cy="12" r="8.6"/><path d="m8 12.2 2.8 2.8 5.2-5.6" stroke-width="2.2"/>""",
        ["closed"] = """<rect x="4.6" y="10.4" width="14.8" height="10" rx="2.4"/><path d="M8.2 10.2V7.6a3.8 3.8 0 0 1 7.6 0v2.6"/>""",

        // Places.
        ["overview"] = """<path d="M3.4 13.4h4l2.4-7 4 12 2.4-5h4.4"/>""",
        ["incidents"] = """<path d="M4 5.4h16M4 12h16M4 18.6h9"/><circle cx="18.6" cy="18.2" r="2.6" fill="currentColor" stroke="none"/>""",
        ["search"] = """<circle cx="10.6" cy="10.6" r="6.6"/><path d="m15.6 15.6 5 5"/>""",
        ["sources"] = """<path d="M12 13.4v7M8 20.4h8"/><circle cx="12" cy="10.6" r="2.4"/><path d="M7.4 15a6.4 6.4 0 0 1 0-8.8M16.6 15a6.4 6.4 0 0 0 0-8.8M4.6 17.6a10 10 0 0 1 0-14M19.4 17.6a10 10 0 0 0 0-14"/>""",
        ["dead"] = """<path d="M3.4 6.4h17.2v12H3.4z"/><path d="m3.8 7 8.2 6.4L20.2 7"/><path d="m15.4 15.4 4 4m0-4-4 4" stroke-width="2"/>""",
        ["rules"] = """<path d="M12 2.8 20 6v5.6c0 4.6-3.2 8-8 9.6-4.8-1.6-8-5-8-9.6V6z"/><path d="m8.6 11.8 2.4 2.4 4.4-4.8"/>""",

        ["reports"] = """<path d="M6 2.8h8.4l4 4v14.4H6z"/><path d="M14 3v4.2h4.2M9 17.4v-3M12.2 17.4v-6M15.4 17.4v-4.4"/>""",

        // Things and actions.
        ["system"] = """<rect x="3.4" y="4" width="17.2" height="6.4" rx="1.6"/><rect x="3.4" y="13.6" width="17.2" height="6.4" rx="1.6"/><path d="M7 7.2h.1M7 16.8h.1" stroke-width="2.4"/>""",
        ["entity"] = """<circle cx="12" cy="8.2" r="4"/><path d="M4.4 20.4c.8-4 3.8-6 7.6-6s6.8 2 7.6 6"/>""",
        ["person"] = """<circle cx="12" cy="8.2" r="4"/><path d="M4.4 20.4c.8-4 3.8-6 7.6-6s6.8 2 7.6 6"/>""",
        ["agency"] = """<path d="M3.6 20.4h16.8M5.4 20V9.4M9.8 20V9.4M14.2 20V9.4M18.6 20V9.4M3.6 9.2 12 3.8l8.4 5.4z"/>""",
        ["language"] = """<circle cx="12" cy="12" r="8.8"/><path d="M3.2 12h17.6M12 3.2c3 2.6 3.8 5.4 3.8 8.8s-.8 6.2-3.8 8.8c-3-2.6-3.8-5.4-3.8-8.8S9 5.8 12 3.2z"/>""",
        ["theme"] = """<circle cx="12" cy="12" r="8.6"/><path d="M12 3.4a8.6 8.6 0 0 1 0 17.2z" fill="currentColor" stroke="none"/>""",
        ["check"] = """<path d="m4.8 12.6 4.6 4.6 9.8-10.4" stroke-width="2.2"/>""",
        ["close"] = """<path d="m6 6 12 12M18 6 6 18"/>""",
        ["chevron"] = """<path d="m9 5.4 6.6 6.6L9 18.6"/>""",
        ["back"] = """<path d="M15 5.4 8.4 12l6.6 6.6"/>""",
        ["down"] = """<path d="m5.4 9 6.6 6.6L18.6 9"/>""",
        ["help"] = """<circle cx="12" cy="12" r="8.8"/><path d="M9.2 9.4a2.8 2.8 0 1 1 4 2.6c-.9.5-1.2 1-1.2 1.9M12 16.8v.1" stroke-width="2"/>""",
        ["out"] = """<path d="M13.4 4H5.6v16h7.8M10.4 12h10M16.6 8l4 4-4 4"/>""",
        ["warning"] = """<path d="M12 3.2 21.6 20H2.4z"/><path d="M12 9.4v4.4M12 17v.1" stroke-width="2.2"/>""",
        ["bad"] = """<circle cx="12" cy="12" r="8.8"/><path d="m8.8 8.8 6.4 6.4m0-6.4-6.4 6.4" stroke-width="2"/>""",
        ["good"] = """<circle cx="12" cy="12" r="8.8"/><path d="m8 12.2 2.8 2.8 5.2-5.6" stroke-width="2"/>""",
        ["wait"] = """<circle cx="12" cy="12" r="8.8"/><path d="M12 6.8V12l3.4 2.4" stroke-width="2"/>""",
        ["comment"] = """<path d="M4 4.6h16v11.2h-8.2L7 20v-4.2H4z"/>""",
        ["again"] = """<path d="M4.6 12a7.6 7.6 0 0 1 13.2-5.2l2 2.2M19.4 12a7.6 7.6 0 0 1-13.2 5.2l-2-2.2"/><path d="M19.8 4.4V9h-4.6M4.2 19.6V15h4.6"/>""",
    };
}
