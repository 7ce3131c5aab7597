using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Workflow.Design;

/// <summary>Quy trình đã vẽ của một thủ tục: one version, drawn by one, checked, approved by another, in force from a moment on.</summary>
internal sealed class DrawnProcess
{
    public const string Draft = "draft";
    public const string Proposed = "proposed";
    public const string Approved = "approved";
    public const string Withdrawn = "withdrawn";

    public required Guid Id { get; init; }
    public required string ProcedureCode { get; init; }
    public required int Version { get; init; }
    public required string Drawing { get; set; }
    /// <summary>What its conditions may look at, as it was when it was approved: a list of <see cref="Platform.Expressions.KnownValue"/>.</summary>
    public string Known { get; set; } = "[]";
    public required string Source { get; init; }
    public string State { get; set; } = Draft;

    /// <summary>Null: from the approval on.</summary>
    public DateOnly? WishedOn { get; set; }
    public DateTimeOffset? FromAt { get; set; }
    public DateTimeOffset? ToAt { get; set; }
    public int Revision { get; set; } = 1;
    public Guid? BasedOn { get; init; }
    public Guid[] Hands { get; set; } = [];
    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public string? ProposedBy { get; set; }
    public DateTimeOffset? ProposedAt { get; set; }
    public string? ApprovedBy { get; set; }
    public Guid? ApprovedById { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public string? WithdrawnBy { get; set; }
    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>Who changes the draft now, and since their last look at it.</summary>
    public Guid? EditorId { get; set; }
    public string? Editor { get; set; }
    public DateTimeOffset? EditedAt { get; set; }

    /// <summary>After that long without a change anybody else may begin.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    public string Label => $"bản {Version}";

    /// <summary>SHA-256 of the file, for the log: what was proposed is what was approved.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Drawing)));

    public bool IsInForce(DateTimeOffset now) => State == Approved && FromAt <= now && (ToAt is null || ToAt > now);

    public bool IsKeptFrom(Guid? account, DateTimeOffset now) => State == Draft && EditorId is { } other && other != account && now - EditedAt < Kept;

    public void Edit(string drawing, Guid by, string name, DateTimeOffset now)
    {
        if (IsKeptFrom(by, now)) throw Refused.WrongState($"{Editor} đang sửa bản này. Mở trang của bản này, bấm Nhận sửa tiếp nếu cần sửa thay");
        if (State != Draft) throw Refused.WrongState($"Chỉ sửa được bản đang soạn. Bản này {StateWords(State).ToLowerInvariant()}");
        Drawing = drawing;
        Hold(by, name, now);
        Touch(by);
    }

    public void Propose(DateOnly? from, Guid by, string name, DateTimeOffset now)
    {
        if (State != Draft) throw Refused.WrongState($"Bản này {StateWords(State).ToLowerInvariant()} nên không đề nghị duyệt được");
        if (IsKeptFrom(by, now)) throw Refused.WrongState($"{Editor} đang sửa bản này. Đợi sửa xong, hoặc bấm Nhận sửa tiếp rồi đề nghị");
        (WishedOn, State, ProposedBy, ProposedAt) = (from, Proposed, name, now);
        (EditorId, Editor, EditedAt) = (null, null, null);
        Touch(by);
    }

    /// <summary>Nhận sửa tiếp, from whoever was changing it; who had it is refused at the next change.</summary>
    /// <returns>From whom.</returns>
    public string TakeOver(Guid by, string name, DateTimeOffset now)
    {
        if (!IsKeptFrom(by, now)) throw Refused.WrongState("Không còn ai khác đang sửa bản này. Ông/bà sửa được ngay");
        var from = Editor!;
        Hold(by, name, now);
        return from;
    }

    private void Hold(Guid by, string name, DateTimeOffset now) => (EditorId, Editor, EditedAt) = (by, name, now);

    /// <summary>Back to who draws it; who sends it back has not changed it.</summary>
    public void Reopen()
    {
        if (State != Proposed) throw Refused.WrongState($"Bản này {StateWords(State).ToLowerInvariant()} nên không trả lại để sửa được");
        State = Draft;
        Revision++;
    }

    /// <summary>Two people: who made, changed or proposed it does not approve it.</summary>
    public void Approve(Guid by, string name, DateTimeOffset now)
    {
        if (State != Proposed) throw Refused.WrongState($"Bản này {StateWords(State).ToLowerInvariant()} nên không duyệt được");
        if (Hands.Contains(by)) throw new Refused(403, "Người đã lập, sửa hoặc đề nghị không tự duyệt. Nhờ người khác duyệt");
        (State, ApprovedBy, ApprovedById, ApprovedAt, FromAt) = (Approved, name, by, now, Begins(now));
        Revision++;
    }

    /// <summary>When it would begin, approved now: a day that has come begins with the approval.</summary>
    public DateTimeOffset Begins(DateTimeOffset now) =>
        WishedOn is { } day && day > now.Day() ? VietnamTime.At(day, TimeOnly.MinValue).ToUniversalTime() : now;

    public void Withdraw(string name, DateTimeOffset now)
    {
        if (State == Withdrawn) throw Refused.WrongState("Bản này đã rút trước đó");
        if (State == Approved && FromAt <= now) throw Refused.WrongState("Bản này đã áp dụng nên không rút được. Lập bản mới, hoặc dùng lại một bản cũ");
        (State, WithdrawnBy, WithdrawnAt) = (Withdrawn, name, now);
        Revision++;
    }

    private void Touch(Guid by)
    {
        if (!Hands.Contains(by)) Hands = [.. Hands, by];
        Revision++;
    }

    public static string StateWords(string state) => state switch
    {
        Draft => "Đang soạn", Proposed => "Chờ duyệt", Approved => "Đã duyệt", _ => "Đã rút",
    };

    /// <summary>"từ 09:00 28/04/2026 đến …"; what was never approved has no time.</summary>
    public static string Period(DateTimeOffset? from, DateTimeOffset? to) => (from, to) switch
    {
        (null, _) => "", ({ } first, null) => $"từ {Vi.DateTime(first)}", ({ } first, { } last) => $"từ {Vi.DateTime(first)} đến {Vi.DateTime(last)}",
    };

    public static void Map(ModelBuilder model)
    {
        var row = model.Entity<DrawnProcess>().ToTable("drawn_process", "workflow");
        row.Ignore(one => one.Label).Ignore(one => one.Checksum);
        row.Property(one => one.Known).HasColumnType("jsonb");
        row.Property(one => one.Revision).IsConcurrencyToken();
    }
}
