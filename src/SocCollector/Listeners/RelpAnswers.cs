using System.Buffers;
using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace SocCollector.Listeners;

/// <summary>
/// The answers of a RELP session, in the order of its frames. A message's answer waits for the message's batch to be
/// durable; while so many batches wait, the session is not read further.
/// </summary>
internal sealed class RelpAnswers(Socket socket)
{
    private static ReadOnlySpan<byte> Ok => " rsp 6 200 OK\n"u8;

    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(new BoundedChannelOptions(64) { SingleReader = true, SingleWriter = true });
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private bool _isLost;

    /// <summary>Messages that are acknowledged when their batch is durable.</summary>
    public ValueTask AddAsync(Task<long> durable, IReadOnlyList<int> transactions) => _entries.Writer.WriteAsync(new Entry(durable, transactions, []));

    /// <summary>An answer that waits for nothing but its turn.</summary>
    public ValueTask AddAsync(int transaction, string text) =>
        _entries.Writer.WriteAsync(new Entry(null, [], Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{transaction} rsp {text.Length} {text}\n"))));

    /// <summary>The answer to close, and the hint that the server closes too.</summary>
    public ValueTask AddCloseAsync(int transaction) =>
        _entries.Writer.WriteAsync(new Entry(null, [], Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{transaction} rsp 0\n0 serverclose 0\n"))));

    /// <summary>Nothing more comes.</summary>
    public void Complete() => _entries.Writer.TryComplete();

    /// <summary>Sends answers until all are sent, or the sender is gone.</summary>
    public async Task RunAsync()
    {
        await foreach (Entry entry in _entries.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                if (entry.Durable is not null)
                    await entry.Durable.ConfigureAwait(false);
            }
            catch (IOException)
            {
                // The spool ended without these: they stay unanswered, and the sender keeps them.
                _isLost = true;
            }

            if (_isLost)
                continue;
            Write(entry);
            if (_entries.Reader.TryPeek(out Entry? next) && (next.Durable?.IsCompletedSuccessfully ?? true) && _buffer.WrittenCount < 16 * 1024)
                continue;
            await SendAsync().ConfigureAwait(false);
        }
    }

    private void Write(Entry entry)
    {
        foreach (int transaction in entry.Transactions)
        {
            Span<byte> room = _buffer.GetSpan(32);
            Utf8Formatter.TryFormat(transaction, room, out int digits);
            Ok.CopyTo(room[digits..]);
            _buffer.Advance(digits + Ok.Length);
        }

        _buffer.Write(entry.Text.AsSpan());
    }

    private async ValueTask SendAsync()
    {
        try
        {
            ReadOnlyMemory<byte> rest = _buffer.WrittenMemory;
            while (rest.Length > 0)
                rest = rest[await socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _isLost = true;
        }
        finally
        {
            _buffer.ResetWrittenCount();
        }
    }

    private sealed record Entry(Task<long>? Durable, IReadOnlyList<int> Transactions, byte[] Text);
}
