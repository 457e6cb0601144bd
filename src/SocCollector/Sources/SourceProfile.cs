using SocCore.Events;

namespace SocCollector.Sources;

/// <summary>What others need to know of a source.</summary>
/// <param name="Index">Its number, the same as in <see cref="NormalizeResult.SourceIndex"/>; kept over reloads.</param>
/// <param name="Id">system/source, as in <c>infra/sshd</c>.</param>
/// <param name="System">The city system.</param>
/// <param name="TitleVi">What it is called, in Vietnamese.</param>
/// <param name="TitleEn">What it is called, in English.</param>
/// <param name="Agency">Whose it is; null when the inventory decides.</param>
/// <param name="Dataset">The dataset that it writes.</param>
/// <param name="SilentAfter">The longest normal gap by day, 06:00 to 22:00; null when it has no rhythm.</param>
/// <param name="SilentAfterNight">The longest normal gap by night; null: as by day.</param>
/// <param name="Group">The field whose every value has to report; null: the source as a whole.</param>
public sealed record SourceProfile(
    int Index, string Id, string System, string TitleVi, string TitleEn, string? Agency, string Dataset, TimeSpan? SilentAfter, TimeSpan? SilentAfterNight, Field? Group);
