using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Outside;

namespace MotCua.Papers;

internal sealed class Paper : IOutlive
{
    public Guid Id { get; init; }
    public required string Code { get; init; }
    public string? OwnerKind { get; init; }
    public string? OwnerNumber { get; init; }
    public required string PaperType { get; init; }
    public required string Title { get; init; }
    public required string Sha256 { get; init; }
    public required string MediaType { get; init; }
    public long Size { get; init; }
    public int Pages { get; init; }
    public required string Kind { get; init; }
    public required string Origin { get; init; }
    public string? Number { get; init; }
    public DateOnly? IssuedOn { get; init; }
    public DateOnly? ValidTo { get; init; }
    public string? Issuer { get; init; }
    public string Fields { get; init; } = "{}";
    public Guid? DossierId { get; init; }
    public string? DossierCode { get; init; }
    public string? DigitisedBy { get; init; }
    public DateTimeOffset DigitisedAt { get; init; }

    JournalLine? IOutlive.Line() => TakenCode.Of(Code) is { } taken ? JournalLine.Of(TakenCode.Kind, taken) : null;

    public static void Map(ModelBuilder model) =>
        model.Entity<Paper>().ToTable("paper", "papers").Property(p => p.Fields).HasColumnType("jsonb");
}
