using System.Globalization;

namespace Benchmarks;

/// <summary>Options as <c>--name value</c>.</summary>
internal sealed class Arguments(string[] arguments)
{
    public int Number(string name, int otherwise) =>
        Text(name, "") is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    public string Text(string name, string otherwise)
    {
        int at = Array.IndexOf(arguments, $"--{name}");
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : otherwise;
    }
}
