namespace SocCore.Events;

/// <summary>A field as ECS, the city or the product declares it.</summary>
/// <param name="Name">The dotted name.</param>
/// <param name="Type">The type in ECS's own words, such as <c>wildcard</c>, which a store may tell apart where <see cref="FieldType"/> does not.</param>
public sealed record EcsDeclaration(string Name, string Type);
