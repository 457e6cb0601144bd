using CsCheck;
using Xunit;

namespace SocTesting;

/// <summary>
/// Property tests over cases that are the same in every run: CsCheck's own seed only fixes the first case, and a run that
/// fails once in a thousand builds proves nothing about the change that it fails on.
/// </summary>
public static class FixedCases
{
    /// <summary>Tries that many cases, made one after the other from the seed; a failure names its number and shows the case.</summary>
    public static async Task TryAllAsync<T>(this Gen<T> gen, Func<T, Task> check, int count, string seed)
    {
        PCG chance = PCG.Parse(seed);
        for (int i = 0; i < count; i++)
        {
            T value = gen.Generate(chance, null, out _);
            try
            {
                await check(value);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"case {i} of seed {seed}: {e.Message}{Environment.NewLine}{value}");
            }
        }
    }
}
