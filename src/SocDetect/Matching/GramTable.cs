using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SocDetect.Matching;

/// <summary>
/// Texts found anywhere in a value by one gram of each, a few bytes that are rare: a value is tested gram by gram against a
/// table of bits that stays in the nearest cache, and only where a bit is set are the texts that have the gram compared.
/// No step waits for the one before it, unlike the walk of an automaton. Immutable.
/// </summary>
internal sealed unsafe class GramTable
{
    /// <summary>The length of the longest grams.</summary>
    public const int LongestGram = sizeof(uint);

    private const uint Scatter = 0x9E3779B1;

    /// <summary>Bits a gram: one bit in so many is set.</summary>
    private const int Sparse = 128;

    private const int MostFilterBits = 18;

    private readonly int _width;
    private readonly uint _mask;
    private readonly Vector256<byte> _spread;
    private readonly uint[] _filter;
    private readonly int _filterShift;
    private readonly int[] _slots;
    private readonly int _slotShift;
    private readonly uint[] _grams;
    private readonly int[] _first;
    private readonly Candidate[] _candidates;

    /// <param name="width">The length of the grams, at most <see cref="LongestGram"/>; no text is shorter.</param>
    /// <param name="texts">Each text and the atoms that it makes true.</param>
    public GramTable(int width, IReadOnlyCollection<KeyValuePair<byte[], int[]>> texts)
    {
        _width = width;
        _mask = uint.MaxValue >> (32 - (8 * width));
        _spread = Spread(width);
        Dictionary<uint, List<Candidate>> chosen = GramChoice.Choose(width, texts);
        int filterBits = Math.Clamp(BitOperations.Log2((uint)chosen.Count * Sparse) + 1, 5, MostFilterBits);
        int slotBits = BitOperations.Log2((uint)chosen.Count) + 2;
        _filter = new uint[1 << (filterBits - 5)];
        _filterShift = 32 - filterBits;
        _slots = new int[1 << slotBits];
        _slotShift = 32 - slotBits;
        _grams = new uint[chosen.Count];
        _first = new int[chosen.Count + 1];
        _candidates = new Candidate[texts.Count];
        Array.Fill(_slots, -1);
        int entry = 0;
        int filled = 0;
        foreach ((uint gram, List<Candidate> having) in chosen)
        {
            uint hash = gram * Scatter;
            _filter[hash >> _filterShift >> 5] |= 1u << (int)((hash >> _filterShift) & 31);
            int at = (int)(hash >> _slotShift);
            while (_slots[at] >= 0)
                at = (at + 1) & (_slots.Length - 1);
            _slots[at] = entry;
            _grams[entry] = gram;
            having.CopyTo(_candidates, filled);
            filled += having.Count;
            _first[++entry] = filled;
        }
    }

    /// <summary>Bytes of the tables, for measurements.</summary>
    public long Bytes => ((_filter.Length + _slots.Length + _grams.Length + _first.Length) * 4L) + (_candidates.Length * 24L);

    /// <summary>Fires the texts that are in the value.</summary>
    public void Scan(FoldedText value, MatchState receiver)
    {
        if (Avx2.IsSupported)
            ScanEights(value, receiver);
        else
            ScanOneByOne(value, receiver);
    }

    /// <summary>Tests place after place, for processors without wide vectors.</summary>
    internal void ScanOneByOne(FoldedText value, MatchState receiver)
    {
        ReadOnlySpan<byte> text = value.Text;
        for (int at = 0; at <= text.Length - _width; at++)
        {
            uint gram = MemoryMarshal.Read<uint>(value.Padded[at..]) & _mask;
            uint hash = gram * Scatter;
            uint bit = hash >> _filterShift;
            if (((_filter[bit >> 5] >> (int)(bit & 31)) & 1) != 0)
                Look(gram, hash, at, text, receiver);
        }
    }

    /// <summary>The gram at the head of a text.</summary>
    public static uint GramAt(int width, ReadOnlySpan<byte> text)
    {
        uint gram = 0;
        for (int i = width - 1; i >= 0; i--)
            gram = (gram << 8) | text[i];
        return gram;
    }

    /// <summary>Tests eight places at once; what a place beyond the end finds does not fit into the value.</summary>
    private void ScanEights(FoldedText value, MatchState receiver)
    {
        ref byte text = ref MemoryMarshal.GetReference(value.Padded);
        int places = value.Padded.Length - FoldedText.Padding - _width + 1;
        Vector256<byte> spread = _spread;
        Vector256<uint> scatter = Vector256.Create(Scatter);
        Vector256<uint> last = Vector256.Create(31u);
        Vector128<uint> shift = Vector128.CreateScalar((uint)_filterShift);
        fixed (uint* filter = _filter)
        {
            for (int at = 0; at < places; at += Vector256<uint>.Count)
            {
                Vector128<byte> bytes = Vector128.LoadUnsafe(ref text, (uint)at);
                Vector256<uint> bit = Avx2.ShiftRightLogical(Avx2.MultiplyLow(Avx2.Shuffle(Vector256.Create(bytes, bytes), spread).AsUInt32(), scatter), shift);
                Vector256<uint> words = Avx2.GatherVector256(filter, Avx2.ShiftRightLogical(bit, 5).AsInt32(), sizeof(uint));
                // The bit goes to the sign of its lane, where one instruction collects it.
                Vector256<uint> signs = Avx2.ShiftLeftLogicalVariable(words, Avx2.AndNot(bit, last));
                for (int found = Avx.MoveMask(signs.AsSingle()); found != 0; found &= found - 1)
                {
                    int place = at + BitOperations.TrailingZeroCount(found);
                    uint gram = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, place)) & _mask;
                    Look(gram, gram * Scatter, place, value.Text, receiver);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Look(uint gram, uint hash, int at, ReadOnlySpan<byte> value, MatchState receiver)
    {
        for (int slot = (int)(hash >> _slotShift); _slots[slot] is var entry and >= 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (_grams[entry] != gram)
                continue;
            foreach (Candidate candidate in _candidates.AsSpan(_first[entry].._first[entry + 1]))
            {
                int start = at - candidate.Lead;
                if (start >= 0 && value.Length - start >= candidate.Text.Length && value.Slice(start, candidate.Text.Length).SequenceEqual(candidate.Text))
                    receiver.Fire(candidate.Atoms);
            }

            return;
        }
    }

    /// <summary>For a shuffle: lane i takes the gram that begins at byte i, with zeros behind it.</summary>
    private static Vector256<byte> Spread(int width)
    {
        byte[] from = new byte[Vector256<byte>.Count];
        for (int i = 0; i < from.Length; i++)
            from[i] = i % sizeof(uint) < width ? (byte)((i / sizeof(uint)) + (i % sizeof(uint))) : (byte)0x80;
        return Vector256.Create(from);
    }

    /// <summary>A text by one of its grams.</summary>
    /// <param name="Lead">Bytes of the text before the gram.</param>
    /// <param name="Text">The text.</param>
    /// <param name="Atoms">What it makes true.</param>
    internal readonly record struct Candidate(int Lead, byte[] Text, int[] Atoms);
}
