using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>The laws of a source file, read from its syntax: one type, its size, its names, its line of words.</summary>
internal static class SourceLaws
{
    /// <summary>The longest file.</summary>
    public const int MaxFileLines = 400;

    /// <summary>The longest method.</summary>
    public const int MaxMethodLines = 80;

    private static readonly string[] EmptyWords = ["Manager", "Helper", "Helpers", "Service", "Processor", "Data", "Info", "Util", "Utils"];

    /// <summary>Where the word is the field's own term.</summary>
    private static readonly Dictionary<string, string> Terms = new()
    {
        ["OpenData"] = "the city's open data portal",
        ["StructuredData"] = "RFC 5424 §6.3",
    };

    /// <summary>Methods that may be longer, each with its reason.</summary>
    private static readonly Dictionary<string, string> LongMethods = [];

    /// <summary>What is wrong with the text of a file.</summary>
    public static IReadOnlyList<string> Violations(string path, string text)
    {
        List<string> found = [];
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();
        int lines = text.AsSpan().Count('\n');
        if (lines > MaxFileLines)
            found.Add($"{path}: {lines} lines, at most {MaxFileLines}");
        List<MemberDeclarationSyntax> types = [.. root.DescendantNodes()
            .OfType<MemberDeclarationSyntax>()
            .Where(static n => n is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && n.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)];
        if (types.Count > 1)
            found.Add($"{path}: {types.Count} types, one a file");
        if (root.DescendantNodes().OfType<NamespaceDeclarationSyntax>().Any())
            found.Add($"{path}: namespace with braces, use a file-scoped one");
        foreach (BaseTypeDeclarationSyntax type in root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
        {
            string name = type.Identifier.Text;
            if (EmptyWords.Any(w => name == w || (name.EndsWith(w, StringComparison.Ordinal) && !Terms.ContainsKey(name))))
                found.Add($"{path}: the name {name} says nothing");
        }

        foreach (SyntaxNode method in root.DescendantNodes().Where(static n => n is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax))
        {
            FileLinePositionSpan span = method.GetLocation().GetLineSpan();
            int length = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            string name = method is MethodDeclarationSyntax named ? named.Identifier.Text : method.Kind().ToString();
            if (length > MaxMethodLines && !LongMethods.ContainsKey($"{Path.GetFileName(path)}:{name}"))
                found.Add($"{path}: {name} has {length} lines, at most {MaxMethodLines}");
        }

        return found;
    }
}
