using Microsoft.EntityFrameworkCore;

namespace MotCua.Vault;

internal sealed class AccessRow
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid? ActorId { get; init; }
    public required string ActorName { get; init; }
    public required string ActorKind { get; init; }
    public string? Unit { get; init; }
    public string? OwnerKind { get; init; }
    public string? OwnerNumber { get; init; }
    public Guid ItemId { get; init; }
    public string? PaperTitle { get; init; }
    public required string Act { get; init; }
    public string? Purpose { get; init; }
    public Guid? DossierId { get; init; }
    public string? DossierCode { get; init; }
    public required string Channel { get; init; }
    public required string Outcome { get; init; }
    /// <summary>Of the marks in the log; stays in the row. Null in rows of before there were marks.</summary>
    public Guid? Salt { get; init; } = Guid.NewGuid();

    public static void Map(ModelBuilder model) => model.Entity<AccessRow>().ToTable("access_record", "vault");
}
