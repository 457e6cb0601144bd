using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using SocHost.Commands;
using SocHost.Settings;

namespace SocHost.Local;

/// <summary>
/// The API of the <c>soc</c> that runs on a data folder, by its local socket; where none runs, the command opens the store
/// itself and serves the same API to itself. One path for every command.
/// </summary>
internal sealed class LocalApi : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly WebApplication? _own;

    private LocalApi(HttpClient http, WebApplication? own)
    {
        _http = http;
        _own = own;
    }

    /// <summary>Connects, as the city SOC with the rights of that role.</summary>
    public static async Task<LocalApi> OpenAsync(SocSettings settings, string role, CancellationToken cancel)
    {
        string socket = DataFolder.Socket(settings.DataFolder);
        WebApplication? own = null;
        if (!await AnswersAsync(socket, cancel))
        {
            if (!Directory.Exists(settings.DataFolder))
                throw new CommandException($"no soc runs on '{settings.DataFolder}' and there is no data in it; check --data");
            own = SocApplication.Build(settings, Target.None, new RunChoices { Quiet = true });
            await own.StartAsync(cancel);
        }

        HttpClient http = Client(socket);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LocalTokens.Create(settings, role));
        return new LocalApi(http, own);
    }

    /// <summary>Whether a <c>soc</c> answers on the socket.</summary>
    public static async Task<bool> AnswersAsync(string socket, CancellationToken cancel)
    {
        if (!File.Exists(socket))
            return false;
        using HttpClient http = Client(socket);
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("http://soc/health/live"), cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>GET; a problem document becomes the command's error.</summary>
    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancel)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri("http://soc" + path), cancel);
        return await ReadAsync(answer, cancel);
    }

    /// <summary>POST of a JSON body; a problem document becomes the command's error.</summary>
    public async Task<JsonDocument> PostAsync<T>(string path, T body, CancellationToken cancel)
    {
        using JsonContent content = JsonContent.Create(body, options: Output.Json);
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("http://soc" + path), content, cancel);
        return await ReadAsync(answer, cancel);
    }

    /// <summary>GET of a file; a problem document becomes the command's error.</summary>
    public async Task<byte[]> GetBytesAsync(string path, CancellationToken cancel)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri("http://soc" + path), cancel);
        if (answer.IsSuccessStatusCode)
            return await answer.Content.ReadAsByteArrayAsync(cancel);
        using JsonDocument problem = await ReadAsync(answer, cancel);
        return [];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_own is not null)
        {
            await _own.StopAsync();
            await _own.DisposeAsync();
        }
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        JsonDocument document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancel), cancellationToken: cancel);
        if (answer.IsSuccessStatusCode)
            return document;
        string detail = document.RootElement.TryGetProperty("detail", out JsonElement text) ? text.GetString() ?? "" : "";
        string title = document.RootElement.TryGetProperty("title", out JsonElement name) ? name.GetString() ?? "" : $"status {(int)answer.StatusCode}";
        document.Dispose();
        throw new CommandException(detail.Length > 0 ? detail : title);
    }

    private static HttpClient Client(string socket) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            Socket unix = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await unix.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
                return new NetworkStream(unix, ownsSocket: true);
            }
            catch (SocketException e)
            {
                unix.Dispose();
                throw new HttpRequestException($"nothing answers on {socket}", e);
            }
        },
    })
    {
        Timeout = TimeSpan.FromMinutes(5),
    };
}
