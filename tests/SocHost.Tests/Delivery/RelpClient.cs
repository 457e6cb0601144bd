using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocHost.Tests.Delivery;

/// <summary>
/// A RELP sender that knows exactly what was acknowledged: what was not is sent again in a new session, as rsyslog does.
/// </summary>
internal sealed class RelpClient(int port, int window = 128) : IAsyncDisposable
{
    private readonly Dictionary<int, int> _open = [];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _filled;
    private Socket? _socket;
    private int _transaction;

    /// <summary>Records that were acknowledged, by number.</summary>
    public HashSet<int> Acknowledged { get; } = [];

    /// <summary>Records that were sent again because their session broke before the answer.</summary>
    public int SentAgain { get; private set; }

    /// <summary>Sends the records, numbered from 0, until each is acknowledged; calls back after each batch.</summary>
    public async Task SendAllAsync(IReadOnlyList<string> records, Func<int, Task> pace, CancellationToken cancel)
    {
        Queue<int> waiting = new(Enumerable.Range(0, records.Count));
        while (Acknowledged.Count < records.Count)
        {
            try
            {
                await OpenAsync(cancel);
                await StreamAsync(records, waiting, pace, cancel);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                SentAgain += _open.Count;
                waiting = new Queue<int>(_open.OrderBy(static p => p.Key).Select(static p => p.Value).Concat(waiting));
                _open.Clear();
                _socket?.Dispose();
                _socket = null;
                await Task.Delay(50, cancel);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task OpenAsync(CancellationToken cancel)
    {
        if (_socket is not null)
            return;
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _socket = socket;
        _filled = 0;
        _transaction = 1;
        await WriteAsync("open", "relp_version=0\nrelp_software=soc-test\ncommands=syslog", 1, cancel);
        while (await ReadAnswerAsync(cancel) != 1)
        {
            // The answer to the open is the only one that can come.
        }
    }

    private async Task StreamAsync(IReadOnlyList<string> records, Queue<int> waiting, Func<int, Task> pace, CancellationToken cancel)
    {
        while (waiting.Count > 0 || _open.Count > 0)
        {
            while (waiting.Count > 0 && _open.Count < window)
            {
                int number = waiting.Dequeue();
                int transaction = ++_transaction;
                _open[transaction] = number;
                await WriteAsync("syslog", records[number], transaction, cancel);
                await pace(number);
            }

            int answered = await ReadAnswerAsync(cancel);
            if (_open.Remove(answered, out int done))
                Acknowledged.Add(done);
        }
    }

    private async Task WriteAsync(string command, string data, int transaction, CancellationToken cancel)
    {
        byte[] body = Encoding.UTF8.GetBytes(data);
        byte[] head = Encoding.ASCII.GetBytes($"{transaction} {command} {body.Length} ");
        await _socket!.SendAsync((byte[])[.. head, .. body, (byte)'\n'], cancel);
    }

    private async Task<int> ReadAnswerAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (TryTakeFrame(out int transaction, out string data))
            {
                if (!data.StartsWith("200", StringComparison.Ordinal))
                    throw new IOException($"refused: {data}");
                return transaction;
            }

            int read = await _socket!.ReceiveAsync(_buffer.AsMemory(_filled), cancel);
            if (read == 0)
                throw new IOException("closed");
            _filled += read;
        }
    }

    private bool TryTakeFrame(out int transaction, out string data)
    {
        transaction = 0;
        data = "";
        string text = Encoding.UTF8.GetString(_buffer, 0, _filled);
        string[] parts = text.Split(' ', 4);
        if (parts.Length < 3)
            return false;
        // "1 rsp 6 200 OK\n", and "1 rsp 0\n" without data.
        int lengthEnd = parts[2].IndexOf('\n', StringComparison.Ordinal);
        int length = int.Parse(lengthEnd < 0 ? parts[2] : parts[2][..lengthEnd], System.Globalization.CultureInfo.InvariantCulture);
        int head = parts[0].Length + parts[1].Length + (lengthEnd < 0 ? parts[2].Length : lengthEnd) + (length == 0 ? 2 : 3);
        if (_filled < head + length + 1)
            return false;
        transaction = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
        data = Encoding.UTF8.GetString(_buffer, head, length);
        int used = head + length + 1;
        _buffer.AsSpan(used, _filled - used).CopyTo(_buffer);
        _filled -= used;
        return true;
    }
}
