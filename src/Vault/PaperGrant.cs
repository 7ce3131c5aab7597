using Microsoft.EntityFrameworkCore;

namespace MotCua.Vault;

internal sealed class PaperGrant
{
    public Guid Id { get; init; }
    public Guid ItemId { get; init; }
    public VaultItem Item { get; init; } = null!;
    public required string OwnerKind { get; init; }
    public required string OwnerNumber { get; init; }
    public Guid DraftId { get; init; }
    public Guid? DossierId { get; set; }
    public string? DossierCode { get; set; }
    public required string ProcedureCode { get; init; }
    public required string ProcedureName { get; init; }
    public required List<string> Shared { get; init; }
    public required string Basis { get; init; }
    public Guid? GrantedBy { get; init; }
    public required string GrantedByName { get; init; }
    public DateTimeOffset GrantedAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }
    /// <summary>Of the marks in the log; stays in the row. Null in rows of before there were marks.</summary>
    public Guid? Salt { get; init; } = Guid.NewGuid();

    public bool IsActive => WithdrawnAt is null;

    public static void Map(ModelBuilder model)
    {
        var grant = model.Entity<PaperGrant>().ToTable("paper_grant", "vault");
        grant.Ignore(g => g.IsActive);
        grant.HasOne(g => g.Item).WithMany().HasForeignKey(g => g.ItemId);
    }
}

internal sealed class ReuseRow
{
    public Guid Id { get; init; }
    public Guid ItemId { get; init; }
    public Guid GrantId { get; init; }
    public Guid DossierId { get; init; }
    public required string DossierCode { get; init; }
    public required string PaperType { get; init; }
    public DateTimeOffset At { get; init; }
    public required string Unit { get; init; }

    public static void Map(ModelBuilder model)
    {
        var use = model.Entity<ReuseRow>().ToTable("reuse", "vault");
        use.HasOne<VaultItem>().WithMany().HasForeignKey(u => u.ItemId);
        use.HasOne<PaperGrant>().WithMany().HasForeignKey(u => u.GrantId);
    }
}
