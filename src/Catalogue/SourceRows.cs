namespace MotCua.Catalogue;

/// <summary>A published procedure with its parts, as read for building a version.</summary>
internal sealed record SourceProcedure(string Code, string Name, string Field, string FieldGroup, int Priority, string? Level2026, string? SectorAgency,
    string? ExecutingAgency, decimal? TimeValue, string? TimeUnit, string FeeKind, decimal? FeeVnd, string? FeeConfidence, string? OnlineLevel,
    string? SubmissionModes, string? Applicants, string? ResultName, string? ResultPaperCode, string? PublishDecision, string? Source, string? SourceDate);

internal sealed record SourcePaper(string ProcedureCode, string AsOf, int Seq, string CaseName, string PaperName, string Kind, int? Originals, int? Copies,
    string? FormReference);

internal sealed record SourceStep(string ProcessId, string? ProcedureCode, string? AlsoAppliesTo, string? CaseName, int StepNo, string? RoleUnit,
    string? Content,
    decimal? TimeHours, string? Province, string? Decision);

internal sealed record SourceReplacement(string ProcedureCode, string? PaperReplaced, string? Database, string? LegalDocument, string? LegalClause);

/// <summary>Everything versions are built from.</summary>
internal sealed record SourceCatalogue(IReadOnlyList<SourceProcedure> Procedures, ILookup<string, SourcePaper> Papers,
    ILookup<string, SourceStep> Steps, ILookup<string, SourceReplacement> Replacements);
