using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocApi.Reports.Model;

namespace SocApi.Reports.Rendering;

/// <summary>A report as one HTML file. The same report gives the same bytes.</summary>
internal sealed class ReportHtml(ILoggerFactory logs)
{
    /// <summary>Renders it.</summary>
    public async Task<byte[]> RenderAsync(ReportDocument document)
    {
        // Letters of all languages stay letters; what has a meaning in HTML is encoded.
        ServiceProvider services = new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        await using (services.ConfigureAwait(false))
        {
            HtmlRenderer renderer = new(services, logs);
            await using (renderer.ConfigureAwait(false))
            {
                string html = await renderer.Dispatcher.InvokeAsync(async () =>
                {
                    ParameterView parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
                    {
                        [nameof(ReportPage.Document)] = document,
                        [nameof(ReportPage.Text)] = new ReportText(document.Language),
                    });
                    return (await renderer.RenderComponentAsync<ReportPage>(parameters).ConfigureAwait(false)).ToHtmlString();
                }).ConfigureAwait(false);
                return Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + html.ReplaceLineEndings("\n") + "\n");
            }
        }
    }
}
