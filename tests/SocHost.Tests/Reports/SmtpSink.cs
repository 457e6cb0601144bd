using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocHost.Tests.Reports;

/// <summary>
/// A mail server that keeps what it is sent (RFC 5321, with AUTH PLAIN of RFC 4954), on a free port of the loopback. It
/// speaks the protocol by itself, so that what it gets was really said on the wire.
/// </summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private readonly string? _credentials;

    /// <param name="expected">How many conversations it waits for before it is done.</param>
    /// <param name="credentials">user and password with a blank between; null: nobody signs in.</param>
    public SmtpSink(int expected = 1, string? credentials = null)
    {
        _credentials = credentials;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync(expected);
    }

    public int Port { get; }

    /// <summary>Sender, receiver and the message as it came.</summary>
    public List<(string From, string To, byte[] Content)> Messages { get; } = [];

    /// <summary>What clients said besides messages.</summary>
    public List<string> Commands { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        try
        {
            await _serving;
        }
        catch (SocketException)
        {
            // Stopped while it waited for a conversation that did not come.
        }

        _listener.Dispose();
    }

    private async Task ServeAsync(int expected)
    {
        for (int i = 0; i < expected; i++)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync();
            await using NetworkStream stream = client.GetStream();
            await TalkAsync(stream);
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.Latin1);
        (string from, string to) = ("", "");
        await SayAsync(stream, "220 sink ready");
        while (await reader.ReadLineAsync() is { } line)
        {
            Commands.Add(line);
            string verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO":
                    await SayAsync(stream, "250-sink", _credentials is null ? "250 8BITMIME" : "250 AUTH PLAIN");
                    break;
                case "AUTH":
                    string[] said = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Split('\0');
                    await SayAsync(stream, $"{said[1]} {said[2]}" == _credentials ? "235 welcome" : "535 who are you");
                    break;
                case "MAIL":
                    from = line;
                    await SayAsync(stream, "250 ok");
                    break;
                case "RCPT":
                    to = line;
                    await SayAsync(stream, "250 ok");
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    Messages.Add((from, to, await ContentAsync(reader)));
                    await SayAsync(stream, "250 kept");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "502 not here");
                    break;
            }
        }
    }

    /// <summary>Lines up to the lone dot; a leading dot was doubled on the wire (RFC 5321 §4.5.2).</summary>
    private static async Task<byte[]> ContentAsync(StreamReader reader)
    {
        StringBuilder content = new();
        while (await reader.ReadLineAsync() is { } line && line != ".")
            content.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        return Encoding.Latin1.GetBytes(content.ToString());
    }

    private static async Task SayAsync(NetworkStream stream, params string[] lines) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(lines.Select(static l => l + "\r\n"))));
}
