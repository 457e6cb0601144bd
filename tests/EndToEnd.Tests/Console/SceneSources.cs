using SocCore.Ports;
using SocCore.Storage;
using SocCore.Yaml;

namespace EndToEnd.Tests.Console;

/// <summary>The collector of the scene: six sources, one of them silent, and one sender that nobody claims.</summary>
internal sealed class SceneSources(TimeProvider clock, IStateStore state) : ISourceBench
{
    public IReadOnlyList<SourceStatus> Sources =>
    [
        Of("infra/sshd", "so-tttt", "Máy chủ Linux (SSH, sudo)", "infra.sshd", 18_204, 0, 0.1, 15, "ok"),
        Of("parking/payments", "so-gtvt", "Thanh toán bãi đỗ xe", "parking.payments", 9_412, 4, 0.4, 10, "ok"),
        Of("flood-control/gateway", "tt-chongngap", "Cổng cảm biến ngập", "flood-control.gateway", 4_320, 0, 1.2, 5, "ok"),
        Of("digital-government/nginx", "vp-ubnd", "Cổng dịch vụ công (nginx)", "digital-government.nginx", 61_877, 0, 0, 2, "ok"),
        Of("environment/air-stations", "so-tnmt", "Trạm quan trắc không khí", "environment.air", 1_102, 0, 74, 30, "silent"),
        Of("cctv/recorder", "ca-tp", "Đầu ghi camera", "cctv.recorder", 0, 0, null, 60, "waiting"),
    ];

    public IReadOnlyList<UnclaimedSender> Unclaimed => [new("192.0.2.200", "syslog-udp", "upsmon", 41, clock.GetUtcNow().AddMinutes(-3), ["<29>upsmon[88]: UPS dc1-ups2 on battery"])];

    public IReadOnlyList<YamlProblem> Problems => [];

    public async ValueTask<ReplayOutcome> ReplayAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel)
    {
        IReadOnlyList<DeadLetter> letters = await state.GetDeadLettersAsync(query with { OldestFirst = true }, scope, cancel);
        DeadLetter[] mended = [.. letters.Where(static l => l.Stage == "decode")];
        await state.MarkReplayedAsync([.. mended.Select(static l => l.Id)], clock.GetUtcNow(), cancel);
        return new ReplayOutcome(letters.Count, mended.Length, letters.Count - mended.Length, letters.Count == 0 ? null : letters[^1].Id);
    }

    private SourceStatus Of(string id, string agency, string title, string dataset, long events, long dead, double? minutesAgo, double silentAfter, string status) => new(
        id, id.Split('/')[0], agency, title, dataset, events, dead, minutesAgo is { } ago ? clock.GetUtcNow().AddMinutes(-ago) : null, TimeSpan.FromMinutes(silentAfter), status);
}
