using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using SocCore.Events;

namespace SocCore.Search;

/// <summary>
/// Fields of events. A name that nobody has declared is taken only outside the roots of ECS and the city, where a source
/// keeps what it has no ECS name for; below those roots it is a slip of the pen.
/// </summary>
internal sealed class EventKqlSchema : KqlSchema
{
    /// <summary>The most names that queries may add to the process's table of fields, so that searching cannot fill it.</summary>
    private const int NewNames = 2_000;

    private readonly FrozenSet<string> _roots =
        Enumerable.Range(0, Fields.DeclaredCount).Select(i => RootOf(Fields.ById(i).Name)).ToFrozenSet();

    private int _added;

    public override bool TryFind(string name, [NotNullWhen(true)] out KqlField? field, out string problem, out IReadOnlyList<string> nearest)
    {
        problem = "";
        nearest = [];
        field = null;
        Field? known = Fields.Find(name);
        if (known is null && IsForeign(name) && Interlocked.Increment(ref _added) <= NewNames)
            Fields.TryIntern(Encoding.UTF8.GetBytes(name), out known);
        if (known is null)
        {
            nearest = Nearest(name, Enumerable.Range(0, Fields.DeclaredCount).Select(i => Fields.ById(i).Name));
            problem = $"There is no field '{name}'";
            return false;
        }

        field = new KqlField(name, known, known.Type);
        return true;
    }

    private bool IsForeign(string name) =>
        name.Length <= 200 && name.Contains('.', StringComparison.Ordinal) && !_roots.Contains(RootOf(name))
        && name.All(static c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '@') && !name.StartsWith('.') && !name.EndsWith('.')
        && !name.Contains("..", StringComparison.Ordinal);

    private static string RootOf(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? name : name[..dot];
    }
}
