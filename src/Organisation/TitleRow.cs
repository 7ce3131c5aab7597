using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Evidence;

namespace MotCua.Organisation;

/// <summary>Chức danh ký của một vị trí, from a day on. A row is never changed: what it said on a day stays what it said.</summary>
internal sealed class TitleRow
{
    public required Guid Id { get; init; }
    public required Guid PositionId { get; init; }
    public required string Form { get; init; }
    public required string Title { get; init; }
    public string? Head { get; init; }
    public string? Collective { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    public SigningTitle Says => new(Form, Title, Head, Collective);

    public static readonly Watched<TitleRow> Watched = new("organisation.signing_title/1", "Chức danh ký")
    {
        Key = row => row.Id.ToString(), Stream = row => $"signing-title/{row.PositionId}", Title = row => $"{row.Title}, từ {row.ValidFrom:dd/MM/yyyy}",
        Fields =
        [
            new("vị trí", r => [r.PositionId]), new("thẩm quyền ký", r => [r.Form, r.Head, r.Collective]), new("chức danh", r => [r.Title]),
            new("từ ngày", r => [r.ValidFrom]), new("lúc ghi", r => [r.MadeAt]),
        ],
        RowsOf = (db, owners) => db.Set<TitleRow>().Where(row => owners.Contains(row.Id)),
        OwnersAfter = (db, after) => db.Set<TitleRow>().Where(row => row.Id > after).OrderBy(row => row.Id).Select(row => row.Id),
    };

    public static void Map(ModelBuilder model) => model.Entity<TitleRow>(row =>
    {
        row.ToTable("signing_title", "organisation");
        row.Ignore(title => title.Says);
    });
}
