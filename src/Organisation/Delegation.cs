using Microsoft.EntityFrameworkCore;

namespace MotCua.Organisation;

/// <summary>Ủy quyền xử lý thay: another account acts in this position, for a time.</summary>
internal sealed class Delegation
{
    public required Guid Id { get; init; }
    public required Guid PositionId { get; init; }
    public required Guid DelegateId { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public required DateOnly ValidTo { get; init; }
    public required string Basis { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<Delegation>().ToTable("delegation", "organisation");
}
