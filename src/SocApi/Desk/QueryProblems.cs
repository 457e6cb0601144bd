using SocApi.Problems;
using SocCore.Search;

namespace SocApi.Desk;

/// <summary>Problems that searches share.</summary>
internal static class QueryProblems
{
    public static Problem Syntax(KqlError error) => new(ProblemKinds.QuerySyntax, error.Message)
    {
        Members = new Dictionary<string, object?> { ["position"] = error.Position, ["expected"] = error.Expected },
    };

    public static Problem Cursor() => new(ProblemKinds.CursorInvalid, "The cursor does not belong to this query; ask for the first page again.");
}
