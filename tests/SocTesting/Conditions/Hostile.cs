using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using SocCore.Conditions;
using SocCore.Events;

namespace SocTesting.Conditions;

/// <summary>
/// Random events and random conditions over the same few fields and letters, chosen to make engines disagree: wildcards of
/// other languages, letters whose case is odd, composed and decomposed Vietnamese, numbers in many spellings, lists,
/// objects in lists, names that are value and parent at once.
/// </summary>
public static class Hostile
{
    private static readonly string[] Letters =
    [
        "a", "A", "k", "K", "\u212A", "s", "S", "ſ", "ß", "ẞ", "i", "I", "İ", "ı", "σ", "Σ", "ς", "µ", "μ", "é", "É", "e\u0301",
        "đ", "Đ", "ế", "Ế", "e\u0302\u0301", "ư", "Ư", "ạ", "😀", "\U00010400", "\U00010428",
        "%", "_", "\\", "*", "?", "'", "\"", "[", "]", "{", "}", "(", ".", "^", "$", "|", "+", "-", "/", ":", " ", "\n", "\r\n", "\t", "\u0007", "\u0000", "0", "1", "7", "true",
    ];

    private static readonly string[] Names =
    [
        "message", "user.name", "user.domain", "process.name", "event.code", "url.full", "source.ip", "destination.ip", "source.port", "network.bytes",
        "event.category", "event.type", "organization.id", "tags", "related.ip", "host.ip",
        "vendor", "vendor.x", "vendor.x.y", "vendor.n", "vendor.when", "vendor.0", "plain", "odd\"name",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "17", "-3", "443", "65536", "9007199254740992", "9007199254740993", "9223372036854775807", "9223372036854775808", "123456789012345678901234567890",
        "1.5", "1.50", "17.0", "17.25", "-0.1", "1e3", "1E-3", "1e-40", "1e400", "0.1000000000000000055511151231257827",
    ];

    private static readonly string[] NumberTexts = ["17", "+17", "017", "17.0", " 17", "1e3", "NaN", "Infinity", "-3", "1,000", "0x11", "17\u0000", "٣"];

    private static readonly string[] Addresses =
        ["192.0.2.1", "192.0.2.200", "198.51.100.7", "::ffff:192.0.2.1", "2001:db8::1", "2001:DB8:0:0::1", "fe80::1%eth0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "192.0.2", "192.0.2.01", "::", "gateway"];

    private static readonly string[] Times =
        ["2026-03-12T02:00:00.000Z", "2026-03-12T02:00:00.1234567Z", "2026-03-12T09:00:00.000+07:00", "2026-02-30T02:00:00.000Z", "2026-03-12T02:00:00Z", "2026-03-12 02:00:00Z", "2025-12-31T23:59:59.999Z", "yesterday"];

    private static readonly TimeZoneInfo City = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    private static readonly Gen<string> GenText =
        Gen.Frequency((6, Pick(Letters).Array[0, 5].Select(string.Concat)), (1, Pick(NumberTexts)), (1, Pick(Addresses)), (1, Pick(Times)));

    private static readonly Gen<string> GenScalar = Gen.Frequency(
        (6, GenText.Select(static t => JsonSerializer.Serialize(t))),
        (3, Pick(Numbers)),
        (1, Pick("true", "false", "null")));

    private static readonly Gen<string> GenObject = Gen.Select(GenText, GenScalar, static (name, value) => $"{{{JsonSerializer.Serialize("o" + name)}: {value}}}");

    private static readonly Gen<string> GenValue = Gen.Frequency(
        (8, GenScalar),
        (3, GenScalar.Array[0, 3].Select(static v => $"[{string.Join(",", v)}]")),
        (1, Gen.OneOf(GenScalar, GenObject).Array[1, 3].Select(static v => $"[{string.Join(" , ", v)}]")));

    /// <summary>A document of some of the fields, of whatever values.</summary>
    public static Gen<string> Document { get; } = GenDocument(GenValue);

    /// <summary>A document whose values are one text, or what their field is for: none that a column of its own could not hold.</summary>
    public static Gen<string> TidyDocument { get; } = GenDocument(GenText.Select(static t => JsonSerializer.Serialize(t)), tidy: true);

    /// <summary>A condition over the same fields.</summary>
    public static Gen<Condition> Condition { get; } = Gen.Recursive<Condition>((depth, nested) => depth > 3
        ? GenLeaf
        : Gen.Frequency(
            (5, GenLeaf),
            (1, nested.Array[0, 3].Select(static c => (Condition)new All(c))),
            (1, nested.Array[0, 3].Select(static c => (Condition)new Any(c))),
            (2, nested.Select(static c => (Condition)new Not(c)))));

    private static Gen<FieldRef> GenField => Gen.Select(Pick(Names), Pick(Names), Gen.Int[0, 5]).Select(static (name, alias, more) =>
        new FieldRef(Fields.Get(name), more == 0 && alias != name ? Fields.Get(alias) : null));

    private static Gen<TextPattern> GenPattern => Gen
        .Frequency(
            (5, Pick(Letters).Select(static l => new TextPart(TextPartKind.Literal, l))),
            (2, Gen.Const(new TextPart(TextPartKind.AnyRun))),
            (1, Gen.Const(new TextPart(TextPartKind.AnyOne))),
            (1, Pick(new TextPart(TextPartKind.OneOf, "-/–"), new TextPart(TextPartKind.OneOf, "đß'k"))),
            (1, GenText.Select(static t => new TextPart(TextPartKind.Literal, t))),
            (2, Pick("1.5", "1.50", "1000", "1e3", "17", "17.0", "0.001", "-0.1", ".0", "443").Select(static t => new TextPart(TextPartKind.Literal, t))))
        .Array[0, 4]
        .Select(Gen.Int[0, 3], static (parts, pad) => new TextPattern(parts).Padded((pad & 1) != 0, (pad & 2) != 0));

    private static Gen<Comparison> GenComparison => Gen.Enum<Comparison>();

    private static Gen<Condition> GenLeaf => Gen.Frequency(
        (8, Gen.Select(GenField, GenPattern, Gen.Bool).Select(static (f, p, cased) => (Condition)new TextLeaf(f, p, cased))),
        (3, Gen.Select(GenField, GenComparison, Pick(0m, 1m, 1.5m, 17m, 17.25m, 16.5m, -3m, 0.001m, 1000m, 9007199254740993m, 9223372036854775808m, 12345678901234567890123456789m, 0.1m))
            .Select(static (f, c, v) => (Condition)new NumberLeaf(f, c, v))),
        (2, Gen.Select(GenField, Pick("192.0.2.0/24", "192.0.2.1", "2001:db8::/32", "8000::/1", "::/0", "0.0.0.0/0"))
            .Select(static (f, n) => (Condition)new AddressLeaf(f, Network.Parse(n)))),
        (2, GenField.Select(static f => (Condition)new ExistsLeaf(f))),
        (1, Gen.Select(GenField, GenField, Gen.Enum<SameAsMode>(), Gen.Bool).Select(static (f, o, m, cased) => (Condition)new SameAsLeaf(f, o, m, cased))),
        (1, Gen.Select(GenField, Pick("k", "^a", "s$", "\\d", "[^a]", "(?:a|đ)+", "\\s", "^.{1,2}$", "1|7", "\\w\\W"), Pick(RegexOptions.None, RegexOptions.IgnoreCase, RegexOptions.Multiline, RegexOptions.Singleline))
            .Select(static (f, p, o) => (Condition)new RegexLeaf(f, p, o))),
        (1, Gen.Select(GenPattern, Gen.Bool).Select(static (p, cased) => (Condition)new KeywordLeaf(p, cased))),
        (1, Gen.Select(GenField, GenComparison, Pick(Times).Where(static t => DateTimeOffset.TryParse(t, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)))
            .Select(static (f, c, t) => (Condition)new InstantLeaf(f, c, DateTimeOffset.Parse(t, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)))),
        (1, Gen.Select(GenField, Gen.Enum<TimePart>(), GenComparison, Gen.Int[0, 30]).Select(static (f, p, c, v) => (Condition)new TimePartLeaf(f, p, c, v, City))));

    /// <summary>The first so many of a generator, the same in every run.</summary>
    public static IReadOnlyList<T> Take<T>(Gen<T> gen, uint seed, int count)
    {
        PCG random = new(seed, 0x5eed);
        T[] items = new T[count];
        for (int i = 0; i < count; i++)
            items[i] = gen.Generate(random, null, out _);
        return items;
    }

    /// <summary>A batch of the documents, one second apart.</summary>
    public static EventBatch Batch(long firstSequence, IReadOnlyList<string> documents) => Some.Batch(1, firstSequence, [.. documents]);

    private static Gen<T> Pick<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static Gen<string> GenDocument(Gen<string> value, bool tidy = false) => Gen
        .Select(Gen.Bool.Array[Names.Length], value.Array[Names.Length], Pick(Addresses), Gen.Int[0, 70_000])
        .Select((present, values, address, port) => string.Concat(
            "{",
            string.Join(",", Enumerable.Range(0, Names.Length).Where(i => present[i]).Select(i => $"{JsonSerializer.Serialize(Names[i])}:{Plausible(i, values[i], address, port, tidy)}")),
            "}"));

    /// <summary>Mostly what the field is for, so that columns are used and not only their exceptions.</summary>
    private static string Plausible(int name, string value, string address, int port, bool tidy) => Names[name] switch
    {
        "source.ip" or "destination.ip" when tidy || port % 8 != 0 => $"\"{address}\"",
        "source.port" or "network.bytes" when tidy || port % 8 != 0 => port.ToString(CultureInfo.InvariantCulture),
        "vendor.when" when port % 4 != 0 => $"\"{Times[port % Times.Length]}\"",
        "event.category" when port % 4 != 0 => "[\"web\",\"KA\"]",
        _ => value,
    };
}
