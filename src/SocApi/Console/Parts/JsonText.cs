using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace SocApi.Console.Parts;

/// <summary>A JSON document, indented, with keys and values told apart. Values go through <see cref="VisibleText"/>.</summary>
public sealed class JsonText : ComponentBase
{
    [Parameter, EditorRequired]
    public string Json { get; set; } = "";

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        using JsonDocument document = JsonDocument.Parse(Json);
        Write(builder, document.RootElement, 0);
    }

    private static void Write(RenderTreeBuilder builder, JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMany(builder, '{', '}', [.. element.EnumerateObject()], depth, static (b, member, d) =>
                {
                    Part(b, "json-key", Quoted(member.Name));
                    b.AddContent(0, ": ");
                    Write(b, member.Value, d);
                });
                break;
            case JsonValueKind.Array:
                WriteMany(builder, '[', ']', [.. element.EnumerateArray()], depth, Write);
                break;
            case JsonValueKind.String:
                Part(builder, "json-text", Quoted(element.GetString() ?? ""));
                break;
            default:
                Part(builder, "json-other", element.GetRawText());
                break;
        }
    }

    private static void WriteMany<T>(RenderTreeBuilder builder, char open, char close, List<T> items, int depth, Action<RenderTreeBuilder, T, int> write)
    {
        if (items.Count == 0)
        {
            builder.AddContent(0, $"{open}{close}");
            return;
        }

        builder.AddContent(0, $"{open}\n");
        for (int i = 0; i < items.Count; i++)
        {
            builder.AddContent(1, new string(' ', (depth + 1) * 2));
            write(builder, items[i], depth + 1);
            builder.AddContent(2, i < items.Count - 1 ? ",\n" : "\n");
        }

        builder.AddContent(3, new string(' ', depth * 2) + close);
    }

    private static void Part(RenderTreeBuilder builder, string look, string text)
    {
        builder.OpenElement(10, "span");
        builder.AddAttribute(11, "class", look);
        foreach (VisibleText.Part part in VisibleText.Parts(text))
        {
            if (!part.Hidden)
            {
                builder.AddContent(12, part.Text);
                continue;
            }

            builder.OpenElement(13, "span");
            builder.AddAttribute(14, "class", "ctl");
            builder.AddContent(15, part.Text);
            builder.CloseElement();
        }

        builder.CloseElement();
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
