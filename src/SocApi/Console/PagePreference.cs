using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace SocApi.Console;

/// <summary>
/// The API has plain pages for signing in without a console, under the same addresses. Where a page of the console is
/// there too, it is shown; what its form is sent to stays the API's.
/// </summary>
internal sealed class PagePreference : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(IsPage) && !endpoints.All(IsPage);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        bool wantsPage = HttpMethods.IsGet(httpContext.Request.Method) || HttpMethods.IsHead(httpContext.Request.Method);
        bool isContested = Valid(candidates).Any(IsPage) && !Valid(candidates).All(IsPage);
        for (int i = 0; i < candidates.Count && isContested; i++)
        {
            if (candidates.IsValidCandidate(i) && IsPage(candidates[i].Endpoint) != wantsPage)
                candidates.SetValidity(i, false);
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<Endpoint> Valid(CandidateSet candidates) =>
        Enumerable.Range(0, candidates.Count).Where(candidates.IsValidCandidate).Select(i => candidates[i].Endpoint);

    private static bool IsPage(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
}
