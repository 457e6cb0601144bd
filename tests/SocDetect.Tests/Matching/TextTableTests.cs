using CsCheck;
using SocCore.Conditions;
using SocCore.Events;
using SocDetect.Matching;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Matching;

/// <summary>The tables that look for many texts at once find what looking for each alone finds.</summary>
public sealed class TextTableTests
{
    private const int MostTexts = 24;

    private static readonly Gen<byte[]> Text = GenText(1, 12);

    private static readonly Gen<(byte[][] Texts, byte[] Value)> Case = Gen.Select(Text.Array[1, MostTexts], GenText(0, 70), Gen.Int[0, 3], Gen.Int[0, 60]).Select(static (texts, value, planted, at) =>
    {
        byte[][] distinct = [.. texts.DistinctBy(Convert.ToHexString)];
        // Random values rarely have the longer texts, so most get one, at either end or between.
        byte[] plant = distinct[at % distinct.Length];
        int place = planted == 1 ? 0 : planted == 2 ? value.Length : Math.Min(at, value.Length);
        return (distinct, planted == 0 ? value : [.. value[..place], .. plant, .. value[place..]]);
    });

    [Fact]
    public void Texts_anywhere_in_a_value_are_found_by_vectors_and_one_by_one() => Case.TryAll(static (texts, value) =>
    {
        bool[] expected = [.. texts.Select(t => value.AsSpan().IndexOf(t) >= 0)];
        Assert.Equal(expected, Found(texts, value, (folded, state) => new InsideTexts(Atoms(texts)).Scan(folded, state)));
        Assert.Equal(expected, Found(texts, value, (folded, state) =>
        {
            foreach (IGrouping<int, KeyValuePair<byte[], int[]>> width in Atoms(texts).GroupBy(static t => Math.Min(t.Key.Length, GramTable.LongestGram)))
                new GramTable(width.Key, [.. width]).ScanOneByOne(folded, state);
        }));
    }, 3_000, "0000000000021");

    [Fact]
    public void Texts_at_an_end_of_a_value_and_whole_values_are_found() => Case.TryAll(static (texts, value) =>
    {
        Assert.Equal([.. texts.Select(t => value.AsSpan().StartsWith(t))], Found(texts, value, (folded, state) => new AnchoredTexts(Atoms(texts), [], fromEnd: false).Scan(folded.Text, state)));
        Assert.Equal([.. texts.Select(t => value.AsSpan().EndsWith(t))], Found(texts, value, (folded, state) => new AnchoredTexts(Atoms(texts), [], fromEnd: true).Scan(folded.Text, state)));
        byte[][] withIt = [.. texts.Append(value).DistinctBy(Convert.ToHexString)];
        Assert.Equal([.. withIt.Select(t => value.AsSpan().SequenceEqual(t))], Found(withIt, value, (folded, state) => new AnchoredTexts([], Atoms(withIt), fromEnd: false).Scan(folded.Text, state)));
    }, 3_000, "0000000000022");

    [Fact]
    public void A_beginning_and_a_whole_value_of_the_same_text_are_told_apart()
    {
        byte[][] texts = [[.. "AB"u8], [.. "ABC"u8], [.. "AB"u8], [.. ""u8]];
        List<KeyValuePair<byte[], int[]>> all = Atoms(texts);
        AnchoredTexts table = new(all[..2], all[2..], fromEnd: false);
        Assert.Equal([true, true, false, false], Found(texts, [.. "ABC"u8], (folded, state) => table.Scan(folded.Text, state)));
        Assert.Equal([true, false, true, false], Found(texts, [.. "AB"u8], (folded, state) => table.Scan(folded.Text, state)));
        Assert.Equal([false, false, false, true], Found(texts, [], (folded, state) => table.Scan(folded.Text, state)));
    }

    private static List<KeyValuePair<byte[], int[]>> Atoms(byte[][] texts) => [.. texts.Select(static (t, i) => KeyValuePair.Create(t, (int[])[i]))];

    private delegate void Look(FoldedText folded, MatchState state);

    private static bool[] Found(byte[][] texts, byte[] value, Look look)
    {
        // A program of that many atoms, for its marks alone.
        MatchState state = new(new MatchProgram([.. Enumerable.Range(0, MostTexts + 1).Select(static i => (i, (Condition)new ExistsLeaf(FieldRef.Of($"texttable.f{i}"))))]));
        state.Begin(null);
        look(state.Fold(value), state);
        return [.. texts.Select((_, i) => state.IsTrue(i))];
    }

    /// <summary>Folded texts of few letters, so that they overlap, repeat and contain each other.</summary>
    private static Gen<byte[]> GenText(int least, int most) => Gen.Int[0, 6]
        .Select(static i => ((string[])["A", "A", "B", "\\", ".", "Đ", "\0"])[i]).Array[least, most].Select(static l => Fold.ToUtf8(string.Concat(l)));
}
