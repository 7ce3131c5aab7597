namespace MotCua.Catalogue.Contracts;

/// <summary>A row of the list of procedures.</summary>
/// <param name="Slug">The name in addresses (alias in lower case, else the national code).</param>
/// <param name="Title">Plain title; <paramref name="Name"/> is the official one.</param>
public sealed record ProcedureFound(string Code, string Slug, string Title, string Name, string Field, string FieldGroup,
    string TermWords, string FeeWords, IReadOnlyList<string> Channels, bool Withdrawn, DateOnly ValidFrom);

/// <summary>What a person asks the list for. All filters may be null.</summary>
/// <param name="Applicant">person or organisation.</param>
/// <param name="Level">commune or province.</param>
public sealed record ProcedureQuery(string? Words = null, string? Applicant = null, string? FieldGroup = null, string? Level = null,
    bool OnlineOnly = false, bool FreeOnly = false);

/// <summary>One page of results.</summary>
/// <param name="NextCursor">Hand it back for the next page; null at the end.</param>
/// <param name="ShownFor">The recomposed words when the query looked like raw Telex or VNI; null otherwise.</param>
public sealed record ProcedurePage(IReadOnlyList<ProcedureFound> Items, int Total, string? NextCursor, string? ShownFor);
