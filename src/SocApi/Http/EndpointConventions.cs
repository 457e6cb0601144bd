using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SocApi.Contracts;

namespace SocApi.Http;

/// <summary>What endpoints say about themselves.</summary>
internal static class EndpointConventions
{
    /// <summary>Names a query parameter; what no endpoint names is refused.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder builder, string name, string description) =>
        builder.WithMetadata(new RequestParameter(name, description));

    /// <summary>Names a header.</summary>
    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder builder, RequestParameter header) => builder.WithMetadata(header);

    /// <summary>Names the answer and the problems that it may give instead.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder builder, params int[] problems)
    {
        builder.Produces<T>();
        foreach (int status in problems.Append(StatusCodes.Status401Unauthorized).Append(StatusCodes.Status403Forbidden).Append(StatusCodes.Status429TooManyRequests))
            builder.Produces<ProblemDocument>(status, ProblemResult.ContentType);
        return builder;
    }
}
