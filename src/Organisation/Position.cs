using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Evidence;

namespace MotCua.Organisation;

/// <summary>Vị trí công tác: an account's role in an agency or office, for a time.</summary>
internal sealed class Position
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required string AgencyCode { get; init; }
    public string? OfficeCode { get; init; }
    public required string Role { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; set; }

    public static readonly Watched<Position> Watched = new("organisation.position/1", "Vị trí công tác")
    {
        Key = position => position.Id.ToString(), Stream = position => $"account/{position.AccountId}",
        Title = position => $"{Roles.Names.GetValueOrDefault(position.Role, position.Role)}, {position.AgencyCode}",
        Fields =
        [
            new("tài khoản", p => [p.AccountId]), new("cơ quan", p => [p.AgencyCode, p.OfficeCode]), new("vai trò", p => [p.Role]),
            new("từ ngày", p => [p.ValidFrom]), new("đến ngày", p => [p.ValidTo]),
        ],
        RowsOf = (db, owners) => db.Set<Position>().Where(p => owners.Contains(p.Id)),
        OwnersAfter = (db, after) => db.Set<Position>().Where(p => p.Id > after).OrderBy(p => p.Id).Select(p => p.Id),
        Old = [new("position.granted/1", "positionId", p => p.Id, ("cơ quan", "agencyCode", p => p.AgencyCode), ("vai trò", "role", p => p.Role))],
    };

    public static void Map(ModelBuilder model) =>
        model.Entity<Position>().ToTable("position", "organisation").HasKey(position => position.Id);
}
