using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.ReasonRows;

/// <summary>Một đề nghị thêm, đổi lời hoặc thôi dùng một lý do: written by one, approved by another, in force from its day on.</summary>
internal sealed class ReasonChange
{
    public const string Add = "add";
    public const string Change = "change";
    public const string End = "end";

    public const string Draft = "draft";
    public const string Approved = "approved";
    public const string Withdrawn = "withdrawn";

    public required Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string Code { get; init; }
    public required string Act { get; init; }
    public string State { get; set; } = Draft;
    /// <summary>Of an end: the first day without the reason.</summary>
    public required DateOnly ValidFrom { get; set; }
    public required string Words { get; set; }
    public string? LegalBasis { get; set; }
    public string? BeforeWords { get; set; }
    public string? BeforeBasis { get; set; }
    public required string Reason { get; set; }
    public int Revision { get; set; } = 1;
    public Guid[] Hands { get; set; } = [];
    public required string MadeBy { get; set; }
    public required DateTimeOffset MadeAt { get; init; }
    public string? ApprovedBy { get; set; }
    public Guid? ApprovedById { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public string? WithdrawnBy { get; set; }
    public DateTimeOffset? WithdrawnAt { get; set; }

    public void Approve(Guid by, string name, DateTimeOffset now)
    {
        if (State != Draft) throw Refused.WrongState("Đề nghị này đã được duyệt hoặc rút trước đó. Tải lại trang");
        if (Hands.Contains(by)) throw new Refused(403, "Người đã viết đề nghị này không tự duyệt. Nhờ người khác duyệt");
        (State, ApprovedBy, ApprovedById, ApprovedAt) = (Approved, name, by, now);
        Revision++;
    }

    public void Withdraw(string name, DateTimeOffset now, DateOnly today)
    {
        if (State is not (Draft or Approved)) throw Refused.WrongState("Đề nghị này đã rút. Tải lại trang");
        if (State == Approved && ValidFrom <= today) throw Refused.WrongState("Thay đổi này đã áp dụng nên không rút được. Viết đề nghị khác để thay");
        (State, WithdrawnBy, WithdrawnAt) = (Withdrawn, name, now);
        Revision++;
    }

    public string ActWords => Act switch { Add => "Thêm lý do", End => "Thôi dùng", _ => "Đổi lời, căn cứ" };

    public string StateWords(DateOnly today) => State switch
    {
        Draft => "Chờ duyệt", Approved => ValidFrom > today ? "Đã duyệt, chờ đến ngày" : "Đã áp dụng", _ => "Đã rút",
    };

    /// <summary>"từ ngày 01/07/2026"; an end names the last day, as people say it.</summary>
    public string DayWords => Act == End ? $"dùng hết ngày {Vi.Date(ValidFrom.AddDays(-1))}" : $"từ ngày {Vi.Date(ValidFrom)}";

    public static void Map(ModelBuilder model)
    {
        var row = model.Entity<ReasonChange>().ToTable("reason_change", "dossiers");
        row.Property(change => change.Revision).IsConcurrencyToken();
    }
}
