using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SocApi.Console;
using Xunit;

namespace SocApi.Tests.Console;

/// <summary>Contrast of the console's colours, computed from the style sheet itself (WCAG 2.2, 1.4.3 and 1.4.11).</summary>
public sealed partial class ContrastTests
{
    private const double Text = 4.5;
    private const double Shape = 3;

    private static readonly Dictionary<string, Dictionary<string, string>> Themes = Read();

    public static TheoryData<string, string, string, double> Pairs
    {
        get
        {
            TheoryData<string, string, string, double> pairs = [];
            foreach (string theme in (string[])["light", "dark", "contrast"])
            {
                foreach (string ground in (string[])["canvas", "surface", "raised", "hover", "chosen"])
                {
                    foreach (string ink in (string[])["ink", "ink-2", "ink-3", "accent", "accent-strong", "good", "warn", "bad"])
                        pairs.Add(theme, ink, ground, Text);
                    pairs.Add(theme, "focus", ground, Shape);
                }

                foreach (string ground in (string[])["surface", "canvas", "raised"])
                    pairs.Add(theme, "edge", ground, Shape);
                foreach (string level in (string[])["critical", "high", "medium", "low", "informational"])
                {
                    pairs.Add(theme, level, level + "-soft", Text);
                    pairs.Add(theme, level + "-fill", "surface", Shape);
                }

                foreach (string state in (string[])["good", "warn", "bad"])
                {
                    pairs.Add(theme, state, state + "-soft", Text);
                    pairs.Add(theme, "ink", state + "-soft", Text);
                }

                pairs.Add(theme, "on-accent", "accent", Text);
                pairs.Add(theme, "on-accent", "accent-strong", Text);
                pairs.Add(theme, "accent-strong", "accent-soft", Text);
                foreach (string ground in (string[])["rail", "rail-hover", "rail-chosen"])
                    pairs.Add(theme, "rail-ink", ground, Text);
                pairs.Add(theme, "rail-ink-2", "rail", Text);
                pairs.Add(theme, "rail-mark", "rail-chosen", Shape);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Colours_that_meet_differ_enough(string theme, string ink, string ground, double least)
    {
        double ratio = Ratio(Themes[theme][ink], Themes[theme][ground]);
        Assert.True(ratio >= least, string.Create(CultureInfo.InvariantCulture, $"{theme}: --{ink} on --{ground} has {ratio:0.00}:1 and needs {least}:1"));
    }

    [Fact]
    public void The_ratio_is_that_of_the_standard()
    {
        Assert.Equal(21, Ratio("#000000", "#ffffff"), 2);
        Assert.Equal(4.54, Ratio("#767676", "#ffffff"), 2);
    }

    private static Dictionary<string, Dictionary<string, string>> Read()
    {
        string css = Encoding.UTF8.GetString(new ConsoleAssets().All.Single(static a => a.Name == "tokens.css").Content);
        Dictionary<string, string> light = [];
        Dictionary<string, string> dark = [];
        string root = Block(css, ":root {");
        foreach (Match token in Token().Matches(root))
        {
            string value = token.Groups["value"].Value;
            Match two = LightDark().Match(value);
            light[token.Groups["name"].Value] = two.Success ? two.Groups[1].Value : value;
            dark[token.Groups["name"].Value] = two.Success ? two.Groups[2].Value : value;
        }

        Dictionary<string, string> contrast = new(dark);
        foreach (Match token in Token().Matches(Block(css, ":root[data-theme=\"contrast\"] {")))
            contrast[token.Groups["name"].Value] = token.Groups["value"].Value;
        return new Dictionary<string, Dictionary<string, string>> { ["light"] = light, ["dark"] = dark, ["contrast"] = contrast };
    }

    private static string Block(string css, string head)
    {
        int from = css.IndexOf(head, StringComparison.Ordinal) + head.Length;
        return css[from..css.IndexOf('}', from)];
    }

    private static double Ratio(string one, string other)
    {
        double a = Luminance(one);
        double b = Luminance(other);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] parts = [.. Enumerable.Range(0, 3).Select(i => int.Parse(colour.AsSpan(1 + (i * 2), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(static c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex(@"--(?<name>[a-z0-9-]+):\s*(?<value>#[0-9a-f]{6}|light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\));")]
    private static partial Regex Token();

    [GeneratedRegex(@"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")]
    private static partial Regex LightDark();
}
