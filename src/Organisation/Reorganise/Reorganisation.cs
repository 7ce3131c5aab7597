using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Events;
using MotCua.Platform.Evidence;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Reorganise;

/// <summary>
/// Phương án sắp xếp. The rules of its life, as methods that refuse: made by one, approved by another, in force on its day, or withdrawn before.
/// </summary>
internal sealed class Reorganisation
{
    public const string Rename = "rename";
    public const string Transfer = "transfer";
    public const string Merge = "merge";
    public const string Split = "split";

    public const string Draft = "draft";
    public const string Approved = "approved";
    public const string Applied = "applied";
    public const string Withdrawn = "withdrawn";

    public required Guid Id { get; init; }
    public required int Number { get; init; }
    public required string Kind { get; init; }
    public string State { get; set; } = Draft;
    /// <summary>Codes of the agencies of before.</summary>
    public required string[] Units { get; init; }
    public DateOnly? Effective { get; set; }
    public required string Body { get; set; }
    public int Revision { get; set; } = 1;
    public Guid[] Hands { get; set; } = [];
    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public string? ApprovedBy { get; set; }
    public Guid? ApprovedById { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public DateTimeOffset? AppliedAt { get; set; }
    public string? WithdrawnBy { get; set; }
    public DateTimeOffset? WithdrawnAt { get; set; }
    public string? Problem { get; set; }

    public string Stream => $"reorganisation/{Id}";

    public ReorganisationPlan Plan => JsonSerializer.Deserialize<ReorganisationPlan>(Body, EventLog.Json)!;

    /// <summary>"Phương án số 3 (hợp nhất)".</summary>
    public string Label => $"Phương án số {Number} ({KindWords(Kind).ToLowerInvariant()})";

    public bool IsOpen => State is Draft or Approved;

    public void Edit(ReorganisationPlan plan, DateOnly effective, Guid by)
    {
        if (State != Draft) throw Refused.WrongState($"Phương án {StateWords(State).ToLowerInvariant()} nên không sửa được. Rút rồi lập phương án khác");
        (Body, Effective) = (plan.Write(), effective);
        if (!Hands.Contains(by)) Hands = [.. Hands, by];
        Revision++;
    }

    /// <summary>Two people: who made or changed it does not approve it.</summary>
    public void Approve(Guid by, string name, DateTimeOffset now, DateOnly today)
    {
        if (State != Draft) throw Refused.WrongState($"Phương án {StateWords(State).ToLowerInvariant()} nên không duyệt được nữa");
        if (Hands.Contains(by)) throw new Refused(403, "Người đã lập hoặc sửa phương án không tự duyệt. Nhờ quản trị khác duyệt");
        if (Effective is not { } day) throw Refused.WrongState("Phương án chưa có ngày hiệu lực. Bổ sung nội dung rồi duyệt");
        if (day < today) throw Refused.WrongState($"Ngày hiệu lực {Vi.Date(day)} đã qua. Sửa ngày rồi duyệt");
        (State, ApprovedBy, ApprovedById, ApprovedAt) = (Approved, name, by, now);
        Revision++;
    }

    public void Withdraw(string name, DateTimeOffset now)
    {
        if (State == Withdrawn) throw Refused.WrongState("Phương án này đã rút trước đó");
        if (State == Applied) throw Refused.WrongState("Phương án đã có hiệu lực nên không rút được. Lập phương án mới để sắp xếp lại");
        (State, WithdrawnBy, WithdrawnAt, Problem) = (Withdrawn, name, now, null);
        Revision++;
    }

    public void Apply(DateTimeOffset now)
    {
        (State, AppliedAt, Problem) = (Applied, now, null);
        Revision++;
    }

    public static string KindWords(string kind) => kind switch
    {
        Rename => "Đổi tên", Transfer => "Chuyển giao", Split => "Chia, tách", _ => "Hợp nhất, sáp nhập",
    };

    public static string StateWords(string state) => state switch
    {
        Draft => "Chờ duyệt", Approved => "Đã duyệt, chờ đến ngày", Applied => "Đã có hiệu lực", _ => "Đã rút",
    };

    public static readonly Watched<Reorganisation> Watched = new("organisation.reorganisation/1", "Phương án sắp xếp")
    {
        Key = plan => plan.Id.ToString(), Stream = plan => plan.Stream, Title = plan => plan.Label,
        Fields =
        [
            new("số, loại", p => [p.Number, p.Kind]), new("đơn vị", p => [p.Units]), new("ngày hiệu lực", p => [p.Effective]),
            new("nội dung", p => [new JsonText(p.Body)]), new("trạng thái", p => [p.State]),
            new("người lập, sửa", p => [p.MadeBy, string.Join(' ', p.Hands), p.MadeAt]),
            new("người duyệt", p => [p.ApprovedBy, p.ApprovedById, p.ApprovedAt]), new("lúc có hiệu lực", p => [p.AppliedAt]),
            new("người rút", p => [p.WithdrawnBy, p.WithdrawnAt]),
        ],
        RowsOf = (db, owners) => db.Set<Reorganisation>().Where(p => owners.Contains(p.Id)),
        OwnersAfter = (db, after) => db.Set<Reorganisation>().Where(p => p.Id > after).OrderBy(p => p.Id).Select(p => p.Id),
    };

    public static void Map(ModelBuilder model)
    {
        var row = model.Entity<Reorganisation>().ToTable("reorganisation", "organisation");
        row.Ignore(plan => plan.Plan).Ignore(plan => plan.Stream).Ignore(plan => plan.Label).Ignore(plan => plan.IsOpen);
        row.Property(plan => plan.Body).HasColumnType("jsonb");
        row.Property(plan => plan.Revision).IsConcurrencyToken();
    }
}

/// <summary>What the new unit is, and what becomes of each office.</summary>
/// <param name="Keep">Code of the agency whose code goes on; empty: <paramref name="NewCode"/>.</param>
/// <param name="NewCode">Of a committee the five digits of its commune, otherwise the code of the agency.</param>
/// <param name="UnitName">Of a committee the full name of its commune, "Xã Đất Mũi".</param>
/// <param name="People">Of a split: accounts that go on in the new unit with what they hold in the agency itself; whoever holds an office goes with it.</param>
internal sealed record ReorganisationPlan(string Keep, string NewCode, string Name, string ShortName, string UnitName, string Parent, string Address,
    string DocumentNumber, DateOnly? DocumentDate, string Reason, IReadOnlyList<PlannedOffice> Offices, IReadOnlyList<Guid>? People = null)
{
    /// <summary>"Nghị quyết 12/NQ-UBTVQH15 (01/06/2026)": what people read.</summary>
    public string Basis => DocumentDate is { } day ? $"{DocumentNumber} ({Vi.Date(day)})" : DocumentNumber;

    public string Write() => JsonSerializer.Serialize(this, EventLog.Json);
}

/// <param name="Heir">
/// Office that takes over what is in hand; empty: it stays open as an office of the new unit. Of a split: <see cref="Goes"/>, or empty where it stays with
/// the old unit.
/// </param>
internal sealed record PlannedOffice(string Code, string Name, string Heir)
{
    public const string Goes = "moi";
}
