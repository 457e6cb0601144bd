using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using SocApi.Tests.City;
using SocStore.InMemory;
using Xunit;

namespace SocApi.Tests;

/// <summary>Sessions are known to every API process of one store and one key folder, and to nobody else.</summary>
public sealed class CookieKeyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soc-cookie-test-");

    [Fact]
    public async Task A_session_of_one_process_is_known_to_another_on_the_same_store_and_key_folder()
    {
        InMemoryStateStore state = new(TimeProvider.System);
        await using ApiHost first = await StartAsync("a", state);
        string session = Protector(first).Protect("lan@soc");
        await WaitForKeyAsync(state);
        await using ApiHost second = await StartAsync("a", state);
        Assert.Equal("lan@soc", Protector(second).Unprotect(session));
    }

    [Fact]
    public async Task Keys_in_the_store_open_only_with_the_secret_of_the_key_folder()
    {
        InMemoryStateStore state = new(TimeProvider.System);
        await using ApiHost first = await StartAsync("a", state);
        string session = Protector(first).Protect("lan@soc");
        string document = await WaitForKeyAsync(state);
        Assert.Contains("<sealed", document, StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", document, StringComparison.Ordinal);
        await using ApiHost stranger = await StartAsync("b", state);
        Assert.ThrowsAny<CryptographicException>(() => Protector(stranger).Unprotect(session));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<ApiHost> StartAsync(string keys, InMemoryStateStore state) =>
        ApiHost.StartAsync(o => o.KeyFolder = Path.Combine(_folder.FullName, keys), state: state);

    private static IDataProtector Protector(ApiHost host) => host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static async Task<string> WaitForKeyAsync(InMemoryStateStore state)
    {
        for (int i = 0; i < 4_800; i++)
        {
            IReadOnlyDictionary<string, string> keys = await state.GetAllAsync("cookie/key/", default);
            if (keys.Count > 0)
                return keys.Values.First();
            await Task.Delay(25);
        }

        throw new TimeoutException("No key of cookies came into the store within two minutes.");
    }
}
