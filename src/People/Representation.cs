using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Evidence;

namespace MotCua.People;

/// <summary>Người đại diện của tổ chức: an account that stands for an organisation, for a time. Both days count.</summary>
internal sealed class Representation
{
    public required Guid AccountId { get; init; }
    public required Guid OrganisationId { get; init; }
    public required DateOnly FromDate { get; init; }
    public DateOnly? ToDate { get; set; }

    public static readonly Watched<Representation> Watched = new("people.representation/1", "Quyền đại diện tổ chức")
    {
        Key = row => $"{row.AccountId}:{row.OrganisationId}:{row.FromDate:yyyyMMdd}", Stream = row => $"account/{row.AccountId}",
        Title = row => $"từ {row.FromDate:dd/MM/yyyy} của tài khoản {row.AccountId}",
        Fields = [new("tổ chức", r => [r.OrganisationId]), new("từ ngày", r => [r.FromDate]), new("đến ngày", r => [r.ToDate])],
        RowsOf = (db, owners) => db.Set<Representation>().Where(r => owners.Contains(r.AccountId)),
        OwnersAfter = (db, after) => db.Set<Representation>().Where(r => r.AccountId > after).Select(r => r.AccountId).Distinct().OrderBy(id => id),
    };

    public static void Map(ModelBuilder model)
    {
        var row = model.Entity<Representation>().ToTable("representation", "people");
        row.HasKey(r => new { r.AccountId, r.OrganisationId, r.FromDate });
        row.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId);
    }
}
