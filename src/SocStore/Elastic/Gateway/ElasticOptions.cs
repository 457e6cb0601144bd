using System.Text.RegularExpressions;
using SocStore.Elastic.Foreign;

namespace SocStore.Elastic.Gateway;

/// <summary>Settings of the store on Elasticsearch or OpenSearch.</summary>
public sealed partial record ElasticOptions
{
    /// <summary>Addresses of the nodes, all of one cluster; <c>http://127.0.0.1:9200</c> when there is none.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>The city's name in the data streams, <c>logs-&lt;dataset&gt;-&lt;namespace&gt;</c>: lower-case letters, digits, <c>_</c> and <c>.</c></summary>
    public string Namespace { get; init; } = "city";

    /// <summary>What the names of all other indices begin with: lower-case letters, digits, <c>_</c>, <c>.</c> and <c>-</c>, a letter first.</summary>
    public string IndexPrefix { get; init; } = "soc-";

    /// <summary>An API key, as <c>id:key</c> or encoded; better kept in <see cref="ApiKeyFile"/>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>A file with an API key; read again when it changes.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>A user's name.</summary>
    public string? Username { get; init; }

    /// <summary>The user's password; better kept in <see cref="PasswordFile"/>.</summary>
    public string? Password { get; init; }

    /// <summary>A file with the user's password; read again when it changes.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>A file with a bearer token; read again when it changes.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A PEM file of the certificate authorities to trust, in place of the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>The SHA-256 of the certificate authority to trust, in hexadecimal; it has to be in the chain that the server shows.</summary>
    public string? CaFingerprint { get; init; }

    /// <summary>A PEM file of the client's certificate, for servers that ask for one; the authorities between it and the root may follow in it.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>A PEM file of the client certificate's key, without a password.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>Whether bodies above 1 KiB are sent compressed: a third of the network for a quarter of the sender's processor time.</summary>
    public bool Compress { get; init; }

    /// <summary>The longest time for one attempt, 1 s to 10 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time to connect to a node, 100 ms to 1 min.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a call is repeated when a node failed or is busy, 0 to 10.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Whether the nodes of the cluster are asked for, every five minutes and when one fails; not behind a proxy.</summary>
    public bool Sniff { get; init; }

    /// <summary>Whether a process that finds no templates, or older ones, sets the store up by itself.</summary>
    public bool AutoSetup { get; init; } = true;

    /// <summary>Datasets that the city has or expects, for the shard plan, 1 to 10,000.</summary>
    public int Datasets { get; init; } = 40;

    /// <summary>Copies of each shard on other nodes, 0 to 5; null leaves it to the number of nodes: 1 from two on.</summary>
    public int? Replicas { get; init; }

    /// <summary>The most bytes of one bulk request, 64 KiB to 8 MiB.</summary>
    public int BulkBytes { get; init; } = 4 << 20;

    /// <summary>The most events of one bulk request, 1 to 20,000.</summary>
    public int BulkEvents { get; init; } = 2_000;

    /// <summary>The most bulk requests at once, 1 to 64; how many there are follows what the server takes.</summary>
    public int BulkConcurrency { get; init; } = 8;

    /// <summary>Bytes of recent batches kept decoded for detection, 1 MiB to 4 GiB.</summary>
    public long RingBytes { get; init; } = 16L << 20;

    /// <summary>Days for which events are kept, 1 to 36,500.</summary>
    public int RetentionDays { get; init; } = 90;

    /// <summary>What others write into the same server and is detected on too.</summary>
    public ForeignOptions Foreign { get; init; } = new();

    /// <summary>Everything that is wrong with the settings, each with its name, its value and the cure.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (string node in Nodes)
        {
            if (!Uri.TryCreate(node, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0 || uri.UserInfo.Length > 0)
                yield return $"Nodes is '{node}'; it must be the address of a node, such as https://es1.example.org:9200, without user and query.";
        }

        foreach (string? problem in (string?[])
        [
            Name().IsMatch(Namespace) ? null : Wrong(nameof(Namespace), Namespace, "lower-case letters, digits, _ and ., at most 60"),
            Prefix().IsMatch(IndexPrefix) ? null : Wrong(nameof(IndexPrefix), IndexPrefix, "a lower-case letter, then lower-case letters, digits, _, . and -, at most 60"),
            Range(nameof(Timeout), Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            Range(nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            Range(nameof(Retries), Retries, 0, 10),
            Range(nameof(Replicas), Replicas ?? 0, 0, 5),
            Range(nameof(Datasets), Datasets, 1, 10_000),
            Range(nameof(BulkBytes), BulkBytes, 64 << 10, 8 << 20),
            Range(nameof(BulkEvents), BulkEvents, 1, 20_000),
            Range(nameof(BulkConcurrency), BulkConcurrency, 1, 64),
            Range(nameof(RingBytes), RingBytes, 1L << 20, 4L << 30),
            Range(nameof(RetentionDays), RetentionDays, 1, 36_500),
            Credentials(),
            ApiKeyFile is null || File.Exists(ApiKeyFile) ? null : Wrong(nameof(ApiKeyFile), ApiKeyFile, "a file that is there"),
            PasswordFile is null || File.Exists(PasswordFile) ? null : Wrong(nameof(PasswordFile), PasswordFile, "a file that is there"),
            TokenFile is null || File.Exists(TokenFile) ? null : Wrong(nameof(TokenFile), TokenFile, "a file that is there"),
            CaFile is null || File.Exists(CaFile) ? null : Wrong(nameof(CaFile), CaFile, "a file that is there"),
            CaFingerprint is null || Fingerprint().IsMatch(CaFingerprint) ? null : Wrong(nameof(CaFingerprint), CaFingerprint, "64 hexadecimal digits"),
            ClientCertificateFile is null || File.Exists(ClientCertificateFile) ? null : Wrong(nameof(ClientCertificateFile), ClientCertificateFile, "a file that is there"),
            ClientKeyFile is null || File.Exists(ClientKeyFile) ? null : Wrong(nameof(ClientKeyFile), ClientKeyFile, "a file that is there"),
            ClientCertificateFile is null == ClientKeyFile is null ? null : $"{nameof(ClientCertificateFile)} and {nameof(ClientKeyFile)} go together; give both or none.",
        ])
        {
            if (problem is not null)
                yield return problem;
        }

        foreach (string problem in Foreign.Problems(this))
            yield return problem;
    }

    /// <exception cref="ArgumentException">Something is wrong; the message names everything.</exception>
    internal void Check()
    {
        string all = string.Join(' ', Problems());
        if (all.Length > 0)
            throw new ArgumentException($"The settings of the store on Elasticsearch are wrong. {all}");
    }

    private string? Credentials()
    {
        bool key = ApiKey is not null || ApiKeyFile is not null;
        bool password = Password is not null || PasswordFile is not null;
        if ((key ? 1 : 0) + (Username is not null ? 1 : 0) + (TokenFile is not null ? 1 : 0) > 1)
            return "ApiKey is not the only way to sign in: give one of ApiKey, Username and TokenFile.";
        if (Username is not null != password)
            return $"{nameof(Username)} and {nameof(Password)} (or {nameof(PasswordFile)}) go together; give both or none.";
        return null;
    }

    private static string? Range<T>(string name, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0 ? null : Wrong(name, value, $"{least} to {most}");

    private static string Wrong(string name, object value, string range) => $"{name} is '{value}'; it must be {range}.";

    [GeneratedRegex("^[a-z0-9][a-z0-9_.]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z][a-z0-9_.-]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    [GeneratedRegex("^([0-9A-Fa-f]{2}:?){32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Fingerprint();
}
