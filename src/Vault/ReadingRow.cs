using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Evidence;

namespace MotCua.Vault;

/// <summary>Một lượt cán bộ đọc dữ liệu của một chủ hồ sơ, as the owner sees it.</summary>
internal sealed class ReadingRow
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid? ActorId { get; init; }
    public required string ActorName { get; init; }
    public required string ActorKind { get; init; }
    public string? Unit { get; init; }
    public required string OwnerKind { get; init; }
    public required string OwnerNumber { get; init; }
    public string? What { get; init; }
    public required string Act { get; init; }
    public string? Purpose { get; init; }
    public Guid? DossierId { get; init; }
    public string? DossierCode { get; init; }
    public required string Channel { get; init; }
    public required string Outcome { get; init; }

    /// <summary>Names the fact that vouches for it; null in rows of before there was one.</summary>
    public Guid? FactId { get; init; }

    /// <summary>Of the mark in the log; stays in the row.</summary>
    public Guid? Salt { get; init; }

    public static readonly Watched<ReadingRow> Watched = new("vault.reading/1", "Lượt đọc dữ liệu")
    {
        Birth = "data.read",
        Key = row => row.FactId is null ? null : row.Id.ToString(), Stream = row => $"reading/{row.FactId}", Title = row => $"{row.Id} của {row.ActorName}",
        Secret = row => row.Salt?.ToString(),
        Fields =
        [
            new("thời điểm", r => [r.At]), new("người xem", r => [r.ActorId, r.ActorName, r.ActorKind, r.Unit]),
            new("chủ dữ liệu", r => [r.OwnerKind, r.OwnerNumber]), new("việc", r => [r.Act, r.What, r.Purpose, r.Channel, r.Outcome]),
            new("hồ sơ", r => [r.DossierId, r.DossierCode]),
        ],
        RowsOf = (db, owners) => db.Set<ReadingRow>().Where(r => owners.Contains(r.Id)),
        OwnersAfter = (db, after) => db.Set<ReadingRow>().Where(r => r.Id > after).OrderBy(r => r.Id).Select(r => r.Id),
    };

    public static void Map(ModelBuilder model) => model.Entity<ReadingRow>().ToTable("reading", "vault");
}
