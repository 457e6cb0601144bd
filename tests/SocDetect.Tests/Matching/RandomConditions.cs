using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using SocCore.Conditions;

namespace SocDetect.Tests.Matching;

/// <summary>Hostile conditions and events over few fields and few letters, so that they meet often.</summary>
internal static class RandomConditions
{
    private static readonly string[] Names = ["fa", "fb", "fc", "event.code", "message"];

    private static readonly string[] Letters =
    [
        "a", "A", "b", "%", "_", "\\", "\n", "İ", "ı", "i", "I", "ß", "SS", "ſ", "s", "K", "k", "😀", "đ", "Đ", "ế", "Ế",
        "e\u0302\u0301", "Thất", "THẤT", "-", "/", "–", ".", "1", "42", " ", "σ", "ς", "Σ",
    ];

    private static readonly string[] Numbers = ["0", "1", "42", "42.0", "-7", "9007199254740993", "9007199254740992", "1e2", "100", "0.10"];

    private static readonly Gen<string> Text = Pick(Letters).Array[0, 4].Select(static l => string.Concat(l));

    private static readonly Gen<FieldRef> Field =
        Gen.Select(Pick(Names), Pick(Names), Gen.Bool).Select(static (a, b, alias) => alias && a != b
            ? new FieldRef(FieldRef.Of(a).Field, FieldRef.Of(b).Field) : FieldRef.Of(a));

    private static readonly Gen<TextPattern> Pattern = Gen.Select(
        Pick(Letters).Array[0, 3].Select(static l => string.Concat(l)), Gen.Int[0, 6]).Select(static (t, form) =>
    {
        TextPattern plain = TextPattern.Exactly(t);
        return form switch
        {
            0 => plain,
            1 => plain.Padded(true, false),
            2 => plain.Padded(false, true),
            3 or 4 => plain.Padded(true, true),
            5 => new TextPattern([.. plain.Parts, new TextPart(TextPartKind.AnyOne), .. plain.Parts]),
            _ => new TextPattern([new TextPart(TextPartKind.OneOf, "-/–"), .. plain.Parts, new TextPart(TextPartKind.AnyRun)]),
        };
    });

    private static readonly Gen<Condition> Leaf = Gen.OneOf<Condition>(
        Gen.Select(Field, Pattern, Gen.Int[0, 4]).Select(static (f, p, cased) => (Condition)new TextLeaf(f, p, cased == 0)),
        Gen.Select(Field, Pattern).Select(static (f, p) => (Condition)new TextLeaf(f, p)),
        Gen.Select(Field, Gen.Enum<Comparison>(), Pick(0m, 1m, 42m, -7m, 9007199254740993m, 100m, 0.1m)).Select(static (f, c, n) => (Condition)new NumberLeaf(f, c, n)),
        Field.Select(static f => (Condition)new ExistsLeaf(f)),
        Gen.Select(Pattern, Gen.Bool).Select(static (p, cased) => (Condition)new KeywordLeaf(p.Padded(true, true), cased)),
        Gen.Select(Field, Field, Gen.Enum<SameAsMode>()).Select(static (f, o, m) => (Condition)new SameAsLeaf(f, o, m)),
        Gen.Select(Field, Pick("192.0.2.0/24", "::/0", "2001:db8::/32")).Select(static (f, n) => (Condition)new AddressLeaf(f, Network.Parse(n))),
        Gen.Select(Field, Pick("a.b", "^a+$", "b{0,2}a", "(a|b)%", "[ab]\\\\x?", "aA|k", "t\\s?h", "42\\.0"), Gen.Bool)
            .Select(static (f, p, i) => (Condition)new RegexLeaf(f, p, i ? RegexOptions.IgnoreCase : RegexOptions.None)));

    public static Gen<Condition> Condition { get; } = Tree(3);

    public static Gen<string> Event { get; } = Gen.Select(Pick(Names), Value()).Array[0, 5].Select(static fields =>
    {
        IEnumerable<string> members = fields.DistinctBy(static f => f.Item1).Select(static f => $"{JsonSerializer.Serialize(f.Item1)}:{f.Item2}");
        return "{" + string.Join(',', members) + "}";
    });

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<Condition> Tree(int depth) => depth == 0
        ? Leaf
        : Gen.Frequency(
            (2, Leaf),
            (2, Tree(depth - 1).List[0, 3].Select(static c => (Condition)new All(c))),
            (3, Tree(depth - 1).List[0, 4].Select(static c => (Condition)new Any(c))),
            (1, Tree(depth - 1).Select(static c => (Condition)new Not(c))));

    private static Gen<string> Value()
    {
        Gen<string> scalar = Gen.Frequency(
            (5, Text.Select(static t => JsonSerializer.Serialize(t))),
            (2, Pick(Numbers)),
            (1, Pick("true", "false", "null", "\"192.0.2.7\"", "\"::ffff:192.0.2.9\"", "\"2001:db8::1\"", "[]")));
        return Gen.Frequency((4, scalar), (1, scalar.List[0, 3].Select(static v => $"[{string.Join(',', v)}]")));
    }
}
