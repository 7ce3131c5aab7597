using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Outside;

namespace MotCua.Papers.Results;

/// <summary>Kết quả giải quyết. Draft → submitted → signed → released; after release the database refuses any change.</summary>
internal sealed class Result
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public required string DossierCode { get; init; }
    public required string ProcedureCode { get; init; }
    public required string PaperType { get; init; }
    public string? ResultPaperCode { get; init; }
    public required string Title { get; init; }
    public string? Number { get; set; }
    public required string AgencyCode { get; init; }
    public required string AgencyName { get; init; }
    public required string OwnerKind { get; init; }
    public string? OwnerNumber { get; init; }
    public required string OwnerName { get; set; }
    public required string Content { get; set; }
    public required string State { get; set; }
    public string? DraftSha256 { get; set; }
    public string? SignedSha256 { get; set; }
    public required string VerifyToken { get; init; }
    public required string DraftedBy { get; set; }
    public DateTimeOffset DraftedAt { get; set; }
    public Guid? SignerId { get; set; }
    public string? SignerName { get; set; }
    public string? SignerTitle { get; set; }
    public DateTimeOffset? SignedAt { get; set; }
    public string? CertificateSerial { get; set; }
    public DateTimeOffset? ReleasedAt { get; set; }
    public DateOnly? ValidTo { get; set; }
    public Guid? Corrects { get; init; }
    public string? CorrectionReason { get; set; }
    public string? CorrectionCode { get; set; }
    public int Version { get; set; }

    public static void Map(ModelBuilder model)
    {
        var result = model.Entity<Result>().ToTable("result", "papers");
        result.Property(r => r.Content).HasColumnType("jsonb");
        result.Property(r => r.Version).IsConcurrencyToken();
        model.Entity<SigningIntent>().ToTable("signing_intent", "papers");
        model.Entity<SigningKeyRow>().ToTable("signing_key", "papers");
    }
}

internal sealed class SigningIntent : IOutlive
{
    public Guid Id { get; init; }
    public Guid ResultId { get; init; }
    public required string Sha256 { get; init; }
    public Guid SignerId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The number that was taken from the book with it.</summary>
    internal TakenNumber? Taken { get; init; }

    JournalLine? IOutlive.Line() => Taken is null ? null : JournalLine.Of(TakenNumber.Kind, Taken);

    /// <summary>How the signer had just proven to be the signer.</summary>
    public string? Proof { get; init; }
}

internal sealed class SigningKeyRow
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public required string Subject { get; init; }
    public required byte[] ProtectedKey { get; init; }
    public required byte[][] Chain { get; init; }
    public required string Serial { get; init; }
    public DateTimeOffset NotBefore { get; init; }
    public DateTimeOffset NotAfter { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RetiredAt { get; init; }
}
