using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Evidence;

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

    public static readonly Watched<Delegation> Watched = new("organisation.delegation/1", "Ủy quyền xử lý thay")
    {
        Key = given => given.Id.ToString(), Stream = given => $"delegation/{given.PositionId}", Title = given => $"{given.Id} ({given.Basis})",
        Fields =
        [
            new("vị trí", d => [d.PositionId]), new("người được ủy quyền", d => [d.DelegateId]), new("từ ngày", d => [d.ValidFrom]),
                new("đến ngày", d => [d.ValidTo]),
            new("văn bản", d => [d.Basis]), new("lúc thu hồi", d => [d.EndedAt]),
        ],
        RowsOf = (db, owners) => db.Set<Delegation>().Where(d => owners.Contains(d.Id)),
        OwnersAfter = (db, after) => db.Set<Delegation>().Where(d => d.Id > after).OrderBy(d => d.Id).Select(d => d.Id),
    };

    public static void Map(ModelBuilder model) => model.Entity<Delegation>().ToTable("delegation", "organisation");
}
