using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocHost.Simulation.Sending;

/// <summary>
/// The sending side of RELP: frames are <c>TXNR SP COMMAND SP LENGTH [SP DATA] LF</c>, and every one is answered under its
/// number. At most a window of frames is on its way without an answer.
/// </summary>
internal sealed class RelpClient : IAsyncDisposable
{
    private const int Window = 128;
    private const int LastNumber = 999_999_999;
    private static readonly byte[] Offer = "relp_version=0\nrelp_software=soc-simulator\ncommands=syslog"u8.ToArray();

    private readonly TcpClient _connection;
    private readonly Stream _stream;
    private readonly byte[] _answer = new byte[4096];
    private int _number;
    private int _open;
    private int _filled;

    private RelpClient(TcpClient connection)
    {
        _connection = connection;
        _stream = new BufferedStream(connection.GetStream(), 32 * 1024);
    }

    /// <summary>Connects and greets.</summary>
    public static async Task<RelpClient> ConnectAsync(IPEndPoint to, CancellationToken cancel)
    {
        TcpClient connection = new(to.AddressFamily) { NoDelay = true };
        try
        {
            await connection.ConnectAsync(to, cancel);
            RelpClient client = new(connection);
            await client.SendFrameAsync("open", Offer, cancel);
            await client.FlushAsync(cancel);
            return client;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a message; waits for answers when the window is full.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        if (_open >= Window)
        {
            await _stream.FlushAsync(cancel);
            while (_open > Window / 2)
                await ReadAnswersAsync(cancel);
        }

        await SendFrameAsync("syslog", message, cancel);
    }

    /// <summary>Sends what is buffered and waits until all of it is acknowledged.</summary>
    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        await _stream.FlushAsync(cancel);
        while (_open > 0)
            await ReadAnswersAsync(cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _connection.Dispose();
    }

    private async ValueTask SendFrameAsync(string command, ReadOnlyMemory<byte> data, CancellationToken cancel)
    {
        _number = _number == LastNumber ? 1 : _number + 1;
        string head = string.Create(CultureInfo.InvariantCulture, $"{_number} {command} {data.Length} ");
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancel);
        await _stream.WriteAsync(data, cancel);
        _stream.WriteByte((byte)'\n');
        _open++;
    }

    // An answer is a frame too: TXNR SP "rsp" SP LENGTH [SP DATA] LF, whose data begin with the status code.
    private async ValueTask ReadAnswersAsync(CancellationToken cancel)
    {
        int read = await _connection.GetStream().ReadAsync(_answer.AsMemory(_filled), cancel);
        if (read == 0)
            throw new IOException($"The RELP receiver closed the connection with {_open} messages unacknowledged.");
        _filled += read;
        int used = 0;
        while (TryReadAnswer(_answer.AsSpan(used, _filled - used), out int length, out bool good, out string text))
        {
            if (!good)
                throw new IOException($"The RELP receiver refused a message: {text}");
            _open--;
            used += length;
        }

        _answer.AsSpan(used, _filled - used).CopyTo(_answer);
        _filled -= used;
        if (_filled == _answer.Length)
            throw new IOException("The RELP receiver sent an answer of more than 4096 bytes.");
    }

    private static bool TryReadAnswer(ReadOnlySpan<byte> bytes, out int length, out bool good, out string text)
    {
        (length, good, text) = (0, false, "");
        int first = bytes.IndexOf((byte)' ');
        if (first < 0)
            return false;
        int second = bytes[(first + 1)..].IndexOf((byte)' ');
        if (second < 0)
            return false;
        ReadOnlySpan<byte> rest = bytes[(first + second + 2)..];
        int digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits <= 0)
            return false;
        int size = int.Parse(rest[..digits], CultureInfo.InvariantCulture);
        int data = size == 0 ? digits : digits + 1;
        if (rest.Length < data + size + 1)
            return false;
        text = Encoding.UTF8.GetString(rest.Slice(data, size));
        good = text.StartsWith("200", StringComparison.Ordinal);
        length = first + second + 2 + data + size + 1;
        return true;
    }
}
