using SocCore.Storage;

namespace Planted.SocApi.Console;

/// <summary>A page that reads a store past the application calls: the law must find it.</summary>
internal sealed class DirectPage(ICaseStore cases)
{
    public ICaseStore Cases { get; } = cases;
}
