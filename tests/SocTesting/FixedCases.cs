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

    /// <summary>Tries that many cases with a check that waits for nothing.</summary>
    public static void TryAll<T>(this Gen<T> gen, Action<T> check, int count, string seed)
    {
        PCG chance = PCG.Parse(seed);
        for (int i = 0; i < count; i++)
        {
            T value = gen.Generate(chance, null, out _);
            try
            {
                check(value);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"case {i} of seed {seed}: {e.Message}{Environment.NewLine}{Show(value)}");
            }
        }
    }

    /// <summary>Tries that many cases of two parts.</summary>
    public static void TryAll<T1, T2>(this Gen<(T1, T2)> gen, Action<T1, T2> check, int count, string seed) =>
        gen.TryAll(c => check(c.Item1, c.Item2), count, seed);

    /// <summary>Tries that many cases of three parts.</summary>
    public static void TryAll<T1, T2, T3>(this Gen<(T1, T2, T3)> gen, Action<T1, T2, T3> check, int count, string seed) =>
        gen.TryAll(c => check(c.Item1, c.Item2, c.Item3), count, seed);

    private static string Show<T>(T value) => Check.Print(value);
}
