using System.Runtime.InteropServices;

namespace SocDetect.Matching;

/// <summary>
/// Chooses for each text the gram by which it is found: of rare bytes, of few texts. Words that many rules look for are those
/// that many events have, so a gram that stands in many texts is a poor one.
/// </summary>
internal static class GramChoice
{
    /// <summary>Folded bytes of paths, command lines and addresses, the most frequent first.</summary>
    private static ReadOnlySpan<byte> Frequent => "E\\TSIONRAC.DLM32W UPFGYH10:/4VBX-567K8=9\"J_,Z(){}Q"u8;

    /// <summary>Folded words of so many events that each of their grams is a poor one.</summary>
    private static readonly byte[][] Everywhere =
    [
        .. ((string[])
        [
            "|C:\\WINDOWS\\SYSTEM32\\NTDLL.DLL+", "\\WINDOWS\\SYSWOW64\\", "\\KERNELBASE.DLL+", "\\KERNEL32.DLL+", ".EXE+", ".EXE\"", ".DLL|C:\\PROGRAM FILES\\",
            "C:\\PROGRAM FILES (X86)\\MICROSOFT", "C:\\USERS\\", "\\APPDATA\\LOCAL\\TEMP\\", "HKLM\\SOFTWARE\\MICROSOFT\\WINDOWS NT\\CURRENTVERSION\\", "HKLM\\SYSTEM\\CURRENTCONTROLSET\\SERVICES\\",
            "HTTPS://WWW.", "HTTP://WWW.", ".COM/", "POWERSHELL.EXE", "NEW-OBJECT", "GET-", "SET-", "PARAMETER", "PREFERENCE", "COMMAND", "0X10000", "S-1-5-21-", "/USR/BIN/", "/ETC/", " 200 ",
        ]).Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    /// <summary>What it costs when a gram is part of a word of <see cref="Everywhere"/>.</summary>
    private const double Common = 300;

    /// <summary>What a text more with the same gram costs, in ranks of <see cref="Frequent"/>.</summary>
    private const double Crowd = 12;

    /// <summary>What every doubling of the texts that have the gram somewhere costs.</summary>
    private const double Popularity = 16;

    public static Dictionary<uint, List<GramTable.Candidate>> Choose(int width, IReadOnlyCollection<KeyValuePair<byte[], int[]>> texts)
    {
        int[] rank = Ranks();
        Dictionary<uint, int> having = [];
        foreach ((byte[] text, _) in texts)
        {
            foreach (uint gram in Grams(width, text).Distinct())
                CollectionsMarshal.GetValueRefOrAddDefault(having, gram, out _)++;
        }

        HashSet<uint> common = [.. Everywhere.SelectMany(w => Grams(width, w))];
        Dictionary<uint, List<GramTable.Candidate>> chosen = [];
        // Short texts first: they have the least choice.
        foreach ((byte[] text, int[] atoms) in texts.OrderBy(static t => t.Key.Length))
        {
            int best = 0;
            double least = double.MaxValue;
            for (int i = 0; i <= text.Length - width; i++)
            {
                uint gram = GramTable.GramAt(width, text.AsSpan(i));
                double cost = (common.Contains(gram) ? Common : 0) + (Popularity * Math.Log2(having[gram])) + (Crowd * (chosen.TryGetValue(gram, out List<GramTable.Candidate>? sharing) ? sharing.Count : 0));
                for (int j = i; j < i + width; j++)
                    cost += rank[text[j]];
                if (cost >= least)
                    continue;
                least = cost;
                best = i;
            }

            uint key = GramTable.GramAt(width, text.AsSpan(best));
            if (!chosen.TryGetValue(key, out List<GramTable.Candidate>? list))
                chosen[key] = list = [];
            list.Add(new GramTable.Candidate(best, text, atoms));
        }

        return chosen;
    }

    private static IEnumerable<uint> Grams(int width, byte[] text) =>
        Enumerable.Range(0, Math.Max(0, text.Length - width + 1)).Select(i => GramTable.GramAt(width, text.AsSpan(i)));

    private static int[] Ranks()
    {
        int[] rank = new int[256];
        for (int i = 0; i < Frequent.Length; i++)
            rank[Frequent[i]] = Frequent.Length - i;
        return rank;
    }
}
