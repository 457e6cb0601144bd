using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Rules;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>
/// The rules in use. Errors at the start refuse; later the files are looked at every two seconds, a good set is swapped in
/// whole, and with a bad one the last good set stays while <see cref="Problems"/> says what is wrong.
/// </summary>
public sealed partial class RuleCatalog : IDisposable
{
    /// <summary>How often the files are looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<string> _folders;
    private readonly RuleLoadOptions _options;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly ITimer? _timer;
    private volatile RuleLoadResult _current;
    private volatile IReadOnlyList<YamlProblem> _problems;
    private int _seen;
    private bool _disposed;

    /// <summary>Loads the folders.</summary>
    /// <exception cref="RuleLoadException">A file has an error.</exception>
    public RuleCatalog(IReadOnlyList<string> folders, RuleLoadOptions options, TimeProvider time, ILogger<RuleCatalog>? logger = null)
    {
        _folders = folders;
        _options = options;
        _logger = logger ?? NullLogger<RuleCatalog>.Instance;
        _seen = Fingerprint();
        RuleLoadResult first = RuleLoader.Load(folders, options);
        if (first.HasErrors)
            throw new RuleLoadException(first.Problems);
        _current = first;
        _problems = first.Problems;
        Log.Loaded(_logger, first.Set.Rules.Count, first.Set.Correlations.Count, first.Problems.Count);
        _timer = time.CreateTimer(static s => ((RuleCatalog)s!).Look(), this, Interval, Interval);
    }

    /// <summary>Another set is in use.</summary>
    public event Action<RuleSet>? Changed;

    /// <summary>The set in use.</summary>
    public RuleSet Current => _current.Set;

    /// <summary>The inline tests of the set in use.</summary>
    public IReadOnlyList<RuleTest> Tests => _current.Tests;

    /// <summary>What is wrong in the files as they are now.</summary>
    public IReadOnlyList<YamlProblem> Problems => _problems;

    /// <summary>Reads the files again, changed or not; whether the set was swapped.</summary>
    public bool Reload()
    {
        RuleSet? swapped = null;
        lock (_gate)
        {
            if (_disposed)
                return false;
            _seen = Fingerprint();
            RuleLoadResult next = RuleLoader.Load(_folders, _options);
            _problems = next.Problems;
            if (next.HasErrors)
            {
                Log.Refused(_logger, next.Problems.Count(static p => !p.IsWarning), next.Problems.First(static p => !p.IsWarning).ToString());
            }
            else
            {
                _current = next;
                swapped = next.Set;
                Log.Loaded(_logger, next.Set.Rules.Count, next.Set.Correlations.Count, next.Problems.Count);
            }
        }

        if (swapped is not null)
            Changed?.Invoke(swapped);
        return swapped is not null;
    }

    /// <summary>Stops looking at the files.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
            _disposed = true;
    }

    private void Look()
    {
        // A slow reload must not pile up calls: who comes while another looks goes away.
        if (!_gate.TryEnter())
            return;
        bool changed;
        try
        {
            changed = !_disposed && Fingerprint() != _seen;
        }
        catch (IOException e)
        {
            // A folder that is being replaced is looked at again in two seconds.
            Log.Unreadable(_logger, e);
            return;
        }
        finally
        {
            _gate.Exit();
        }

        if (changed)
            Reload();
    }

    /// <summary>Path, length and time of change of every file that the load reads.</summary>
    private int Fingerprint()
    {
        RuleFiles files = RuleFiles.Find(_folders, _options);
        HashCode hash = default;
        foreach (string path in files.Rules.Concat(files.Mappings).Concat(files.Lists))
        {
            FileInfo file = new(path);
            hash.Add(path);
            hash.Add(file.Exists ? file.Length : -1);
            hash.Add(file.Exists ? file.LastWriteTimeUtc.Ticks : 0);
        }

        return hash.ToHashCode();
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RulesLoaded, LogLevel.Information, "Loaded {Rules} rules and {Correlations} correlations, {Problems} warnings")]
        public static partial void Loaded(ILogger logger, int rules, int correlations, int problems);

        [LoggerMessage(EventIds.RulesRefused, LogLevel.Error, "The rule files have {Errors} errors; the last good set stays in use. First: {First}")]
        public static partial void Refused(ILogger logger, int errors, string first);

        [LoggerMessage(EventIds.RulesUnreadable, LogLevel.Warning, "The rule folders could not be read and will be looked at again")]
        public static partial void Unreadable(ILogger logger, Exception exception);
    }
}
