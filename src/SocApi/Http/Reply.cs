using Microsoft.AspNetCore.Http;
using SocApi.Contracts;
using SocApi.Desk;
using SocApi.Problems;

namespace SocApi.Http;

/// <summary>Turns answers into responses.</summary>
internal static class Reply
{
    /// <summary>The caller of a request that has passed authorization.</summary>
    public static Caller Caller(this HttpContext context) =>
        Desk.Caller.Of(context.User, RequestLanguage.Of(context.Request)) ?? throw new InvalidOperationException("The endpoint let in somebody unknown.");

    /// <summary>The problem as a response.</summary>
    public static IResult Of(Problem problem) => new ProblemResult(problem);

    /// <summary>The value as a document, or the problem.</summary>
    public static IResult Of<T, TDocument>(Answer<T> answer, Func<T, TDocument> document)
        where T : class =>
        answer.IsDone(out T? value, out Problem? problem) ? Json(document(value)) : Of(problem);

    /// <summary>A document.</summary>
    public static IResult Json<TDocument>(TDocument document) => TypedResults.Json(document, SocJson.Options);

    /// <summary>The link to the next page: the same question with another cursor; null on the last page.</summary>
    public static string? NextLink(HttpRequest request, string? cursor)
    {
        if (cursor is null)
            return null;
        QueryString query = QueryString.Create(request.Query.Where(static q => q.Key != "cursor").SelectMany(static q => q.Value.Select(v => new KeyValuePair<string, string?>(q.Key, v))));
        return request.Path + query.Add("cursor", cursor).ToString();
    }
}
