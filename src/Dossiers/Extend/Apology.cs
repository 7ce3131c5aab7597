using Microsoft.EntityFrameworkCore;

namespace MotCua.Dossiers.Extend;

/// <summary>Văn bản xin lỗi và hẹn lại ngày trả kết quả: drafted by whoever works on the dossier, or by itself; signed by the leader.</summary>
internal sealed class Apology
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public int No { get; init; }
    public required string Reason { get; set; }
    /// <summary>Promised when it was drafted, then when it was signed.</summary>
    public DateTimeOffset OldDue { get; set; }
    public DateTimeOffset NewDue { get; set; }
    /// <summary>Null while a draft. False: it came too late or too often to move the date; it informs, and the dossier stays late.</summary>
    public bool? Extends { get; set; }
    public required string State { get; set; }
    public required string DraftedBy { get; set; }
    public DateTimeOffset DraftedAt { get; set; }
    public string? SignedBy { get; set; }
    /// <summary>Chức danh ký; null in letters of before it was kept.</summary>
    public string? SignedTitle { get; set; }
    public DateTimeOffset? SignedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<Apology>().ToTable("apology", "dossiers");
}
