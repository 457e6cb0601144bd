using System.Runtime.InteropServices;

namespace SocCore.Events;

/// <summary>One value of one event: which field, where its text lies in the batch, and how to read it. A list is several slots of one field.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct FieldSlot(int FieldId, int Offset, int Length, ValueKind Kind);
