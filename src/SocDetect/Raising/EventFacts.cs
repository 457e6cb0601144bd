using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using SocCore.Events;
using SocCore.Storage;

namespace SocDetect.Raising;

/// <summary>
/// What an incident has from one event: whose it is, and the values of the fields that say whom it is about. In one array,
/// because hundreds of thousands of events have the same.
/// </summary>
internal readonly struct EventFacts(byte[] bytes, IReadOnlyList<Field> fields)
{
    private const int NumberBytes = sizeof(ushort);

    private static readonly byte[] UnassignedUtf8 = Encoding.UTF8.GetBytes(AgencyScope.Unassigned);

    /// <summary>The agency whose event it is.</summary>
    public string Agency => Encoding.UTF8.GetString(Part(0));

    /// <summary>Fields and their values, in the order of the fields.</summary>
    public IEnumerable<(Field Field, string Value)> Values
    {
        get
        {
            int at = NumberBytes + Part(0).Length;
            while (at < bytes.Length)
            {
                Field of = fields[Number(at)];
                string value = Encoding.UTF8.GetString(Part(at + NumberBytes));
                yield return (of, value);
                at += NumberBytes + NumberBytes + Part(at + NumberBytes).Length;
            }
        }
    }

    /// <summary>Writes the facts of an event; false when a value is too long to be kept.</summary>
    public static bool TryWrite(EcsEvent source, IReadOnlyList<Field> fields, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        if (!TryWrite(source.Has(EcsField.OrganizationId) ? source.Utf8(EcsField.OrganizationId) : UnassignedUtf8, output))
            return false;
        for (int i = 0; i < fields.Count; i++)
        {
            foreach (FieldValue value in source.Values(fields[i]))
            {
                Write((ushort)i, output);
                if (!TryWrite(value.Utf8, output))
                    return false;
            }
        }

        return true;
    }

    private ReadOnlySpan<byte> Part(int at) => bytes.AsSpan(at + NumberBytes, Number(at));

    private ushort Number(int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static bool TryWrite(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        if (text.Length > ushort.MaxValue)
            return false;
        Write((ushort)text.Length, output);
        output.Write(text);
        return true;
    }

    private static void Write(ushort number, ArrayBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(output.GetSpan(NumberBytes), number);
        output.Advance(NumberBytes);
    }
}
