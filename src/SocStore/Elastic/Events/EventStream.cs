using System.Text;

namespace SocStore.Elastic.Events;

/// <summary>The data stream of one dataset.</summary>
internal sealed class EventStream(string name, string dataset)
{
    /// <summary>Its name: <c>logs-&lt;dataset&gt;-&lt;namespace&gt;</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The dataset in its name.</summary>
    public byte[] Dataset { get; } = Encoding.UTF8.GetBytes(dataset);

    /// <summary>The name in UTF-8; it needs no escapes in JSON or in a path.</summary>
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
