using Microsoft.EntityFrameworkCore;

namespace MotCua.Dossiers.Supplement;

/// <summary>Đề nghị yêu cầu bổ sung thêm một lần, handed to whoever the rules name as approver; at most one of a dossier is open.</summary>
internal sealed class SupplementProposal
{
    public const string Sent = "sent", Returned = "returned", Replaced = "replaced", Lapsed = "lapsed";

    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    /// <summary>Which request it would be.</summary>
    public int No { get; init; }
    public required string Items { get; set; }
    /// <summary>What the applicant will read.</summary>
    public required string Reason { get; set; }
    /// <summary>For the approver alone: why it was not asked the time before.</summary>
    public required string Why { get; set; }
    public Guid ProposedById { get; set; }
    public required string ProposedBy { get; set; }
    public DateTimeOffset ProposedAt { get; set; }
    /// <summary>sent: as proposed | returned: given back with a note | replaced: the approver sent another text |
    /// lapsed: the dossier went on by another act; null: open.</summary>
    public string? Outcome { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? Note { get; private set; }

    public void Decide(string outcome, string by, DateTimeOffset at, string? note = null) =>
        (Outcome, DecidedBy, DecidedAt, Note) = (outcome, by, at, note);

    public static void Map(ModelBuilder model) => model.Entity<SupplementProposal>(one =>
    {
        one.ToTable("supplement_proposal", "dossiers");
        one.Property(p => p.Items).HasColumnType("jsonb");
    });
}
