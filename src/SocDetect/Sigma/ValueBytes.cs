using System.Text;

namespace SocDetect.Sigma;

/// <summary>The encodings of values (specification: wide, utf16…, base64, base64offset), on bytes until the end.</summary>
internal static class ValueBytes
{
    /// <summary>The bytes in front of which a value can stand inside a longer Base64 text: how many characters of the encoding they spoil.</summary>
    private static readonly int[] Spoiled = [0, 2, 3];

    /// <summary>How many characters at the end depend on what follows, by length modulo 3.</summary>
    private static readonly int[] Open = [0, 3, 2];

    /// <summary>
    /// The forms of a text under the encodings. What is not ASCII may have been written composed or decomposed, and
    /// encodings do not normalize: both byte forms are made.
    /// </summary>
    public static IReadOnlyList<string> Encode(string text, IEnumerable<ValueTransform> transforms)
    {
        List<string> results = [];
        List<string> forms = [text.Normalize(NormalizationForm.FormC)];
        if (!Ascii.IsValid(text) && text.Normalize(NormalizationForm.FormD) is var apart && apart != forms[0])
            forms.Add(apart);
        foreach (string form in forms)
        {
            List<byte[]> values = [Encoding.UTF8.GetBytes(form)];
            bool wide = false;
            foreach (ValueTransform transform in transforms)
            {
                values = [.. values.SelectMany(v => Step(v, transform))];
                wide = transform is ValueTransform.Utf16Le or ValueTransform.Utf16Be or ValueTransform.Utf16;
            }

            if (wide && (!Ascii.IsValid(form) || values.Exists(static v => !Ascii.IsValid(v))))
                throw new FormatException($"'{text}' has no text form as UTF-16; add base64offset behind it.");
            results.AddRange(values.Select(Encoding.UTF8.GetString));
        }

        return results;
    }

    private static IEnumerable<byte[]> Step(byte[] value, ValueTransform transform) => transform switch
    {
        ValueTransform.Utf16Le => [Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(value))],
        ValueTransform.Utf16Be => [Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(value))],
        ValueTransform.Utf16 => [[0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(value))]],
        ValueTransform.Base64 => [Encoding.ASCII.GetBytes(Convert.ToBase64String(value))],
        ValueTransform.Base64Offset => Offsets(value),
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "Not an encoding."),
    };

    private static IEnumerable<byte[]> Offsets(byte[] value)
    {
        for (int shift = 0; shift < 3; shift++)
        {
            byte[] shifted = new byte[shift + value.Length];
            value.CopyTo(shifted, shift);
            string encoded = Convert.ToBase64String(shifted);
            int end = encoded.Length - Open[shifted.Length % 3];
            if (end > Spoiled[shift])
                yield return Encoding.ASCII.GetBytes(encoded[Spoiled[shift]..end]);
        }
    }
}
