using System.CommandLine;
using Xunit;

namespace SocHost.Tests.Commands;

/// <summary>The commands that there are; a new one, or a lost one, is a decision that this list shows.</summary>
public sealed class CommandTableTests
{
    [Fact]
    public void Commands_are_these() =>
        Assert.Equal(
            [
                "deadletters list", "deadletters replay", "deadletters show", "demo", "detect backfill",
                "kibana build", "kibana import", "kibana lint", "kibana queries", "normalize", "report run",
                "rules check", "rules list", "rules match", "rules new", "rules test",
                "run", "search", "simulate", "sources check", "sources list", "sources new", "sources test", "sources unclaimed",
                "store setup", "store status", "token create",
            ],
            Leaves(CommandLine.Build(), "").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_command_and_option_says_what_it_is() =>
        Assert.All(All(CommandLine.Build()), static c =>
        {
            Assert.False(string.IsNullOrWhiteSpace(c.Description), c.Name);
            Assert.All(c.Options, o => Assert.False(string.IsNullOrWhiteSpace(o.Description), $"{c.Name} {o.Name}"));
            Assert.All(c.Arguments, a => Assert.False(string.IsNullOrWhiteSpace(a.Description), $"{c.Name} {a.Name}"));
        });

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0 ? [path] : command.Subcommands.SelectMany(c => Leaves(c, path.Length == 0 ? c.Name : $"{path} {c.Name}"));

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
