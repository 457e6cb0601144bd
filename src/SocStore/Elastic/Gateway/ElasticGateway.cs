using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace SocStore.Elastic.Gateway;

/// <summary>
/// The one way to the server: sends a call to a live node, repeats what may be repeated, and gives back the answer's JSON or
/// an error that says what it means.
/// </summary>
internal sealed partial class ElasticGateway : IDisposable
{
    private const int CompressFrom = 1024;
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");
    private static readonly MediaTypeWithQualityHeaderValue AcceptJson = new("application/json");
    private static readonly HttpRequestOptionsKey<bool> MayRepeatKey = new("elastic.repeat");
    // Documents of others may be as deep as a server takes them; one of them must not make an answer unreadable.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_100 };
    private static readonly TimeSpan SniffInterval = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client;
    private readonly NodeList _nodes;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _connecting = new(1);
    private readonly Func<CancellationToken, ValueTask>? _prepare;
    private ElasticDialect? _dialect;
    private long _sniffed;

    /// <param name="options">The settings, checked.</param>
    /// <param name="time">The clock of back-off and time limits; never a test's standing one.</param>
    /// <param name="loggers">Where what happens is written.</param>
    /// <param name="watch">A handler between the attempts and the wire, to see what is sent; null for none.</param>
    /// <param name="prepare">What has to be done before a call, such as setting the store up; null for nothing.</param>
    public ElasticGateway(ElasticOptions options, TimeProvider time, ILoggerFactory loggers, DelegatingHandler? watch = null, Func<CancellationToken, ValueTask>? prepare = null)
    {
        options.Check();
        _prepare = prepare;
        Options = options;
        _time = time;
        _logger = loggers.CreateLogger<ElasticGateway>();
        IReadOnlyList<string> nodes = options.Nodes.Count > 0 ? options.Nodes : ["http://127.0.0.1:9200"];
        _nodes = new NodeList([.. nodes.Select(static n => new Uri(n))], time);
        HttpMessageHandler wire = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            AutomaticDecompression = options.Compress ? DecompressionMethods.GZip : DecompressionMethods.None,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = ServerTrust.Make(options),
        };
        if (watch is not null)
        {
            watch.InnerHandler = wire;
            wire = watch;
        }

        ResilienceHandler resilience = new(Pipeline(options, time)) { InnerHandler = new NodeHandler(_nodes, new Credentials(options), _logger) { InnerHandler = wire } };
        _client = new HttpClient(resilience) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public ElasticOptions Options { get; }

    /// <summary>What the server is, once <see cref="ConnectAsync"/> has asked.</summary>
    public ElasticDialect Dialect => Volatile.Read(ref _dialect) ?? throw new InvalidOperationException("The server has not been asked what it is; connect first.");

    /// <summary>The addresses and how they fare, for people.</summary>
    public IReadOnlyList<ElasticNode> Nodes => _nodes.All;

    /// <summary>What the server is; asked once.</summary>
    /// <exception cref="ElasticException">No node answers, or not as such a server.</exception>
    public async ValueTask<ElasticDialect> ConnectAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref _dialect) is { } known)
            return known;
        await _connecting.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_dialect is not null)
                return _dialect;
            using ElasticResponse answer = await SendAsync(ElasticRequest.Get(""), cancel).ConfigureAwait(false);
            ElasticDialect dialect = ElasticDialect.Read(answer.Root);
            Log.Known(_logger, dialect);
            Volatile.Write(ref _dialect, dialect);
            return dialect;
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Sends a call and gives back its answer, which the caller disposes.</summary>
    /// <exception cref="ElasticException">Every answer from 400 up that the call does not expect, and no answer at all.</exception>
    public async Task<ElasticResponse> SendAsync(ElasticRequest request, CancellationToken cancel)
    {
        if (_prepare is not null)
            await _prepare(cancel).ConfigureAwait(false);
        if (Options.Sniff && _time.GetElapsedTime(Interlocked.Read(ref _sniffed)) > SniffInterval)
            await SniffAsync(cancel).ConfigureAwait(false);
        using HttpRequestMessage message = new(request.Method, "http://node/") { Version = HttpVersion.Version11 };
        message.Options.Set(NodeHandler.PathKey, request.Path);
        message.Options.Set(NodeHandler.CallerKey, cancel);
        message.Options.Set(MayRepeatKey, request.MayRepeat);
        message.Headers.Accept.Add(AcceptJson);
        if (!request.Body.IsEmpty)
            message.Content = Content(request);
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            JsonDocument? body = await ReadAsync(response, cancel).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            if (status < 400 || request.Expected.Contains(status))
                return new ElasticResponse(status, body);
            using (body)
                throw ElasticException.Of(request.ToString(), status, body?.RootElement ?? default);
        }
        catch (HttpRequestException e)
        {
            throw Lost(request, e.InnerException?.Message ?? e.Message, e);
        }
        catch (IOException e)
        {
            throw Lost(request, e.Message, e);
        }
        catch (TimeoutRejectedException e)
        {
            throw Lost(request, $"no answer in {Options.Timeout.TotalSeconds:0} s", e);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _connecting.Dispose();
    }

    private ElasticException Lost(ElasticRequest request, string reason, Exception cause)
    {
        // In TLS 1.3 a server that wants another client certificate ends the connection after the client's handshake.
        bool isSecure = _nodes.All[0].Address.Scheme == Uri.UriSchemeHttps;
        string cure = (cause as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError => "Check CaFile or CaFingerprint, the names in the server's certificate, and where the server asks for one, ClientCertificateFile.",
            HttpRequestError.ResponseEnded when isSecure => "Check that the server runs, and where it asks for a client's certificate, ClientCertificateFile.",
            _ => "Check that the server runs and that the addresses of the store settings are right.",
        };
        return new($"{request} was lost: {reason.TrimEnd('.')}. {cure}", cause);
    }

    private static ResiliencePipeline<HttpResponseMessage> Pipeline(ElasticOptions options, TimeProvider time)
    {
        ResiliencePipelineBuilder<HttpResponseMessage> builder = new() { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(250),
                MaxDelay = TimeSpan.FromSeconds(10),
                ShouldHandle = static attempt => ValueTask.FromResult(IsWorthRepeating(attempt)),
            });
        }

        return builder.AddTimeout(options.Timeout).Build();
    }

    private static bool IsWorthRepeating(RetryPredicateArguments<HttpResponseMessage> attempt)
    {
        HttpRequestMessage? request = attempt.Outcome.Result?.RequestMessage ?? attempt.Context.GetRequestMessage();
        if (request is null || !request.Options.TryGetValue(MayRepeatKey, out bool mayRepeat) || !mayRepeat)
            return false;
        if (attempt.Outcome.Exception is { } lost)
            return lost is HttpRequestException or TimeoutRejectedException;
        return attempt.Outcome.Result?.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout;
    }

    private HttpContent Content(ElasticRequest request)
    {
        HttpContent content;
        if (Options.Compress && request.Body.Length > CompressFrom)
        {
            MemoryStream packed = new(request.Body.Length / 4);
            using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(request.Body.Span);
            content = new ReadOnlyMemoryContent(packed.GetBuffer().AsMemory(0, (int)packed.Length));
            content.Headers.ContentEncoding.Add("gzip");
        }
        else
        {
            content = new ReadOnlyMemoryContent(request.Body);
        }

        content.Headers.ContentType = request.IsLines ? Lines : Json;
        return content;
    }

    /// <summary>The body as JSON; null when there is none, or when a proxy answered with a page of its own.</summary>
    private async ValueTask<JsonDocument?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.RequestMessage?.Method == HttpMethod.Head || response.Content.Headers.ContentLength == 0)
            return null;
        using CancellationTokenSource limit = new(Options.Timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
                return await JsonDocument.ParseAsync(body, Deep, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"the answer did not end within {Options.Timeout.TotalSeconds:0} s", e);
        }
        catch (JsonException e) when (response.IsSuccessStatusCode)
        {
            throw new HttpRequestException("the answer is no JSON; is there a proxy between?", e);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Asks the cluster for its nodes; those that only govern get no work. What fails leaves the list as it is.</summary>
    private async Task SniffAsync(CancellationToken cancel)
    {
        Interlocked.Exchange(ref _sniffed, _time.GetTimestamp());
        try
        {
            using ElasticResponse answer = await SendAsync(ElasticRequest.Get("_nodes/http?filter_path=nodes.*.http.publish_address,nodes.*.roles"), cancel).ConfigureAwait(false);
            if (answer.Root.TryGetProperty("nodes", out JsonElement nodes))
                _nodes.Replace(NodeAddresses.Read(nodes, _nodes.All[0].Address.Scheme));
        }
        catch (ElasticException e)
        {
            Log.NotSniffed(_logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ServerKnown, LogLevel.Information, "The store is {Dialect}")]
        public static partial void Known(ILogger logger, ElasticDialect dialect);

        [LoggerMessage(EventIds.NotSniffed, LogLevel.Warning, "The store's nodes stay as they are: {Reason}")]
        public static partial void NotSniffed(ILogger logger, string reason);
    }
}
