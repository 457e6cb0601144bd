namespace SocCore.Storage;

/// <summary>A file of a kept report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256 sum in hexadecimal digits.</param>
/// <param name="Rows">Rows of the table that it holds; null for what is no table.</param>
public sealed record KeptFile(string Name, string Type, long Bytes, string Sha256, int? Rows);
