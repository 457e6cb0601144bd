using Microsoft.Playwright;
using SocCore.Incidents;
using SocCore.Rules;

namespace EndToEnd.Tests.Console;

/// <summary>What attackers write into logs is read by the people who hunt them. None of it may do anything.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class HostileTextTests(ConsoleFixture console)
{
    private static readonly string[] Hostile =
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(2)>",
        "'><svg/onload=alert(3)>",
        "<iframe srcdoc=\"<script>parent.alert(4)</script>\"></iframe>",
        "javascript:alert(5)//",
        "<a href=\"javascript:alert(6)\">mở</a>",
        "{{constructor.constructor('alert(7)')()}}",
        "</title><script>alert(8)</script>",
        "<!--><script>alert(9)</script-->",
        "@(System.Environment.Exit(1))",
        "<base href=https://example.org/><link rel=stylesheet href=//example.org/x.css>",
        "%3Cscript%3Ealert(10)%3C/script%3E &lt;script&gt;",
    ];

    [Fact]
    public async Task Hostile_text_is_shown_and_never_run()
    {
        await using Reader reader = await console.SignedInAsync();
        for (int i = 0; i < Hostile.Length; i++)
        {
            string text = Hostile[i];
            Case story = new(
                RuleLevel.Low, $"Độc hại {i} {text}", text, "infra", ["so-tttt"], 1, 2, ("user.name", text), [text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)], ["tag" + text])
            {
                Entities = [("url.original", text)],
            };
            Incident incident = await console.Host.Scene.RaiseAsync(story);
            await reader.GoAsync("/incidents/" + incident.Uid);
            await Assertions.Expect(reader.Page.Locator("h1")).ToContainTextAsync(text);
            await reader.Page.Locator("button.toggle").First.ClickAsync();
            await Assertions.Expect(reader.Page.Locator("pre.raw").First).ToContainTextAsync(text);
        }

        foreach (string path in (string[])["/incidents", "/", "/search?q=" + Uri.EscapeDataString("<script>alert(11)</script>")])
        {
            await reader.GoAsync(path);
            await reader.Page.WaitForTimeoutAsync(200);
        }

        Assert.Equal(0, await reader.Page.Locator("img, iframe, script:not([src]), a[href^='javascript:']").CountAsync());
        reader.NothingBad();
    }

    [Fact]
    public async Task Characters_that_hide_or_turn_the_line_are_shown_by_number()
    {
        const string Spoofed = "hóađơn\u202Efdp.exe\u200B\u0007\u001B[31m";
        Case story = new(RuleLevel.Low, $"Tệp {Spoofed}", Spoofed, "infra", ["so-tttt"], 1, 1, ("file.name", Spoofed), [Spoofed], []);
        Incident incident = await console.Host.Scene.RaiseAsync(story);
        await using Reader reader = await console.SignedInAsync();
        await reader.GoAsync("/incidents/" + incident.Uid);
        Assert.Equal(["U+202E", "U+200B", "U+0007", "U+001B"], await reader.Page.Locator("h1 .ctl").AllInnerTextsAsync());
        string all = await reader.Page.ContentAsync();
        foreach (char hidden in "\u202E\u200B\u0007\u001B")
            Assert.DoesNotContain(hidden, all);
        reader.NothingBad();
    }
}
