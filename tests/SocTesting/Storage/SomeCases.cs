using SocCore.Events;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;

namespace SocTesting.Storage;

/// <summary>Incidents, detections, match rows and commits for tests of case stores.</summary>
public static class SomeCases
{
    /// <summary>A uid that is the same in each run.</summary>
    public static Guid Uid(int n) => new(n, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);

    /// <summary>An incident with every field set.</summary>
    public static Incident Incident(int n, string agency = "so-gtvt", DateTimeOffset? created = null) => new()
    {
        Uid = Uid(n),
        Title = $"Dò mật khẩu {n}",
        Titles = new Dictionary<string, string> { ["vi"] = $"Dò mật khẩu {n}", ["en"] = $"Password guessing {n}" },
        Description = "Nhiều lần *thất bại*",
        Agency = agency,
        InvolvedAgencies = [agency],
        Systems = ["infra", "traffic"],
        Severity = RuleLevel.High,
        Created = created ?? Some.Time.AddMinutes(n),
        Modified = (created ?? Some.Time.AddMinutes(n)).AddTicks(7),
        Start = Some.Time.AddMinutes(-5),
        End = Some.Time.AddMinutes(n),
        RuleId = "6a1f",
        Tags = ["attack.t1110"],
        DedupKey = $"key-{n}",
        Detections = [Uid(1000 + n)],
        DetectionCount = 1,
        EventCount = 12,
        Entities = [new Entity("source.ip", "192.0.2.66", [agency])],
        Historic = n % 2 == 1,
    };

    /// <summary>A line of history.</summary>
    public static IncidentChange Change(string kind = "created") =>
        new(kind, "system", Some.Time, "vì sao", [new FieldChange("status", null, "new")]);

    /// <summary>A detection.</summary>
    public static Detection Detection(int n, Guid? incident = null, params string[] agencies) => new()
    {
        Uid = Uid(1000 + n),
        RuleId = "6a1f",
        Title = "Dò mật khẩu",
        Titles = new Dictionary<string, string> { ["en"] = "Password guessing" },
        LogicHash = "hash",
        Level = RuleLevel.High,
        Tags = ["attack.t1110"],
        GroupKey = "192.0.2.66",
        GroupValues = [new("source.ip", "192.0.2.66")],
        FirstEvent = Some.Time.AddMinutes(n),
        ReachedAt = Some.Time.AddMinutes(n + 1),
        LastEvent = Some.Time.AddMinutes(n + 2),
        RaisedAt = Some.Time.AddMinutes(n + 3),
        MatchCount = 12,
        MatchHash = "abc",
        Evidence = [new EvidenceRef(new EventId(5, (ulong)n), Some.Time.AddTicks(3), agencies.FirstOrDefault() ?? "so-gtvt", "infra", "linux.auth", "6a1f")],
        Agencies = agencies.Length == 0 ? ["so-gtvt"] : agencies,
        Systems = ["infra"],
        IncidentUid = incident,
    };

    /// <summary>A match row.</summary>
    public static MatchRow Match(int n, DateTimeOffset? time = null, string logic = "hash") => new(
        "6a1f", logic, new EventId(9, (ulong)n), (time ?? Some.Time.AddSeconds(n)).UtcTicks, 1, n, "so-gtvt", "infra", "linux.auth", "infra/sshd",
        new Dictionary<string, IReadOnlyList<string>> { ["source.ip"] = ["192.0.2.66"], ["user.name"] = ["An", "Bình"] });

    /// <summary>A commit of one spool from a position to another.</summary>
    public static DetectCommit Scan(long from, long to) => new()
    {
        ExpectedCursors = from == 0 ? [] : [new SpoolPosition(1, from)],
        Cursors = [new SpoolPosition(1, to)],
    };
}
