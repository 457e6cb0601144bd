using SocApi.Auth;
using SocCore.Storage;

namespace EndToEnd.Tests.Console;

/// <summary>How a reader comes: language of the browser, colours, size, and as whom.</summary>
internal sealed record ReaderChoice(string Language = "vi-VN", string Theme = "system", int Width = 1440, int Height = 900)
{
    public string Name { get; init; } = "Nguyễn Thị An";

    public string Role { get; init; } = Roles.Lead;

    public string Agency { get; init; } = AgencyScope.CitySoc;
}
