using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Agencies;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Reorganise;

/// <summary>Lập, sửa, rút phương án sắp xếp. A unit stands in one open plan at a time: whoever comes second is told of the first.</summary>
internal sealed class DraftReorganisation(Db db, EventLog log, AgencyDesk desk, ReorganisationReading reading, OrganisationDirectory directory)
{
    public const int MostUnits = 6;

    /// <returns>The plan, with what can be known before anything is typed.</returns>
    public async Task<Guid> Make(string kind, IReadOnlyList<string> units)
    {
        if (kind is not (Reorganisation.Rename or Reorganisation.Transfer or Reorganisation.Merge or Reorganisation.Split))
            throw new Refused(400, "Chọn cách sắp xếp", "kind");
        var codes = units.Where(code => code.Length > 0).ToArray();
        if (codes.Length != codes.Distinct(StringComparer.Ordinal).Count())
            throw new Refused(400, "Một đơn vị được chọn hai lần. Không hợp nhất một đơn vị vào chính nó", "unit2");
        if (kind == Reorganisation.Merge ? codes.Length < 2 : codes.Length != 1)
            throw new Refused(400, kind == Reorganisation.Merge ? "Chọn ít nhất hai đơn vị để hợp nhất, sáp nhập" : "Chọn đúng một đơn vị",
                kind == Reorganisation.Merge ? "unit2" : "unit1");
        await using var transaction = await desk.Begin();
        var before = await UnitsBefore.Read(db, codes, desk.Today);
        for (var i = 0; i < codes.Length; i++)
            if (before.Of(codes[i]) is null) throw new Refused(400, $"Hôm nay đơn vị {codes[i]} không còn hoạt động. Chọn đơn vị khác", $"unit{i + 1}");
        if (await reading.OpenOn(codes) is { } other)
        {
            var names = before.Agencies.Where(agency => other.Units.Contains(agency.Code)).Select(agency => agency.Name);
            throw Refused.WrongState($"{string.Join(", ", names)} đã có trong phương án số {other.Number} do {other.MadeBy} lập. Mở phương án đó, "
                + "hoặc rút trước khi lập phương án khác");
        }
        var number = await db.Set<Reorganisation>().MaxAsync(row => (int?)row.Number) ?? 0;
        var first = before.Of(codes[0])!;
        var unit = first is { Kind: "ubnd", Level: 3, AdminUnitCode: { } code } ? (await directory.Unit(code, desk.Today))?.FullName ?? "" : "";
        var made = new Reorganisation
        {
            Id = Guid.CreateVersion7(), Number = number + 1, Kind = kind, Units = codes, MadeBy = desk.Actor.Name, MadeAt = desk.Now, Hands = [desk.By],
            // What a split makes is new: nothing of it can be known before.
            Body = (kind == Reorganisation.Split ? new ReorganisationPlan("", "", "", "", "", "", "", "", null, "", [])
                : new ReorganisationPlan(first.Code, "", first.Name, first.ShortName, unit, "", "", "", null, "",
                [.. before.Offices.Select(office => new PlannedOffice(office.Code, office.Name, ""))])).Write(),
        };
        db.Add(made);
        log.Record(made.Stream, new ReorganisationDrafted(made.Id, made.Number, kind, codes, null));
        await db.Commit(transaction);
        return made.Id;
    }

    public async Task Edit(Guid id, int revision, ReorganisationPlan plan, DateOnly effective)
    {
        await using var transaction = await desk.Begin();
        var row = await Load(db, id, revision);
        row.Edit(plan, effective, desk.By);
        var (_, problems) = await reading.Judge(row);
        if (problems.Count > 0) throw new Refused(400, problems[0].Message, problems: problems);
        log.Record(row.Stream, new ReorganisationDrafted(row.Id, row.Number, row.Kind, row.Units, effective), plan.Basis);
        await db.Commit(transaction);
    }

    public async Task Withdraw(Guid id, int revision, string? reason)
    {
        var why = AgencyDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var row = await Load(db, id, revision);
        row.Withdraw(desk.Actor.Name, desk.Now);
        log.Record(row.Stream, new ReorganisationWithdrawn(row.Id, row.Number), why);
        await db.Commit(transaction);
    }

    /// <param name="revision">What the person saw; null: whatever stands there.</param>
    public static async Task<Reorganisation> Load(Db db, Guid id, int? revision)
    {
        var row = await db.Set<Reorganisation>().SingleOrDefaultAsync(one => one.Id == id)
            ?? throw Refused.NotFound("Không có phương án này. Chọn lại trong danh sách sắp xếp");
        return revision is null || row.Revision == revision ? row
            : throw Refused.WrongState("Người khác vừa thay đổi phương án này. Xem lại nội dung rồi bấm lần nữa");
    }
}
