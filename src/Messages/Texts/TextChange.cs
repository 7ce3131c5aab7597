using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Messages.Texts;

/// <summary>Một lần sửa lời của một tin: written by one, approved by another, in force from its day on.</summary>
internal sealed class TextChange
{
    public const string Draft = "draft";
    public const string Approved = "approved";
    public const string Replaced = "replaced";
    public const string Withdrawn = "withdrawn";

    public required Guid Id { get; init; }
    public required string Event { get; init; }
    public required string Channel { get; init; }
    public string State { get; set; } = Draft;
    public required DateOnly ValidFrom { get; set; }
    public string? Subject { get; set; }
    public required string Text { get; set; }
    public string? BeforeSubject { get; set; }
    public required string BeforeText { get; set; }

    /// <summary>What the product delivered when this was written; another text since then is told. Null in changes of before.</summary>
    public string? KnownSubject { get; set; }
    public string? KnownText { get; set; }
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

    public void Approve(Guid by, string name, DateTimeOffset now, DateOnly today)
    {
        if (State != Draft) throw Refused.WrongState("Lời này đã được duyệt hoặc rút trước đó. Tải lại trang");
        if (Hands.Contains(by)) throw new Refused(403, "Người đã soạn hoặc sửa lời này không tự duyệt. Nhờ người khác duyệt");
        if (ValidFrom < today) throw Refused.WrongState($"Ngày áp dụng {Vi.Date(ValidFrom)} đã qua. Sửa ngày rồi duyệt");
        (State, ApprovedBy, ApprovedById, ApprovedAt) = (Approved, name, by, now);
        Revision++;
    }

    public void Withdraw(string name, DateTimeOffset now, DateOnly today)
    {
        if (State is not (Draft or Approved)) throw Refused.WrongState("Lời này đã rút hoặc đã được thay. Tải lại trang");
        if (State == Approved && ValidFrom <= today) throw Refused.WrongState("Lời này đã áp dụng nên không rút được. Soạn lời khác để thay");
        (State, WithdrawnBy, WithdrawnAt) = (Withdrawn, name, now);
        Revision++;
    }

    public string StateWords(DateOnly today) => State switch
    {
        Draft => "Chờ duyệt", Approved => ValidFrom > today ? "Đã duyệt, chờ đến ngày" : "Đã áp dụng",
        Replaced => "Được lời khác thay cùng ngày", _ => "Đã rút",
    };

    public static void Map(ModelBuilder model)
    {
        var row = model.Entity<TextChange>().ToTable("text_change", "messages");
        row.Property(change => change.Revision).IsConcurrencyToken();
    }
}
