using Microsoft.EntityFrameworkCore;
using MotCua.Papers.Contracts;

namespace MotCua.Filing;

internal sealed class Draft
{
    public Guid Id { get; init; }
    public required byte[] TokenHash { get; init; }
    public Guid? AccountId { get; set; }
    public required string ProcedureCode { get; init; }
    public Guid ProcedureVersionId { get; init; }
    public required string FormCode { get; init; }
    public int FormVersion { get; init; }
    public string? OfficeCode { get; set; }
    public required string Answers { get; set; }
    /// <summary>What is known of each page and paper: which pages are done, which papers come from the vault.</summary>
    public required string Progress { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset SavedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public Guid? DossierId { get; set; }
    public string? ForeignSystem { get; init; }
    public string? ForeignId { get; init; }
    public int Version { get; set; }

    public static void Map(ModelBuilder model)
    {
        var draft = model.Entity<Draft>().ToTable("draft", "filing");
        draft.Property(d => d.Answers).HasColumnType("jsonb");
        draft.Property(d => d.Progress).HasColumnType("jsonb");
        draft.Property(d => d.Version).IsConcurrencyToken();
        model.Entity<DraftFile>().ToTable("draft_file", "filing");
    }
}

/// <summary>A file of a draft. With the filing a row of the dossier is made of it; this one stays as long as the draft is kept.</summary>
internal sealed class DraftFile
{
    public Guid Id { get; init; }
    public Guid DraftId { get; init; }
    public required string PaperKey { get; init; }
    public required string Sha256 { get; init; }
    /// <summary>For display only; never part of a path.</summary>
    public required string FileName { get; init; }
    public required string MediaType { get; init; }
    public long Size { get; init; }
    public int Pages { get; init; }
    public DateTimeOffset UploadedAt { get; init; }
    public string? Signature { get; init; }
    public string? SignatureWords { get; init; }

    /// <summary>Of its digital signatures; null: it has none.</summary>
    public FileVerdict? Verdict() => FileVerdict.Read(Signature, SignatureWords);
}
