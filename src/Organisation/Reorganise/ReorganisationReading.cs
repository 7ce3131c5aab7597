using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Agencies;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Reorganise;

/// <summary>What a plan would change, before anything is changed.</summary>
/// <param name="Digest">Of the rows that it would write again: the approver approves these.</param>
/// <param name="Problems">Why it cannot be put in force as it stands.</param>
internal sealed record ReorganisationPreview(string Digest, IReadOnlyList<string> Sentences, IReadOnlyList<string> Warnings,
    IReadOnlyList<AgencyStake> Stakes, IReadOnlyList<FieldProblem> Problems);

/// <summary>Phương án sắp xếp as its pages show it.</summary>
internal sealed class ReorganisationReading(Db db, AgencyDesk desk, AgencyReading agencies, OrganisationDirectory directory)
{
    public async Task<IReadOnlyList<Reorganisation>> All() =>
        await db.Set<Reorganisation>().AsNoTracking().OrderByDescending(row => row.Number).Take(200).ToListAsync();

    /// <summary>The open plan that has one of these units already.</summary>
    public async Task<Reorganisation?> OpenOn(string[] units, Guid? except = null) => (await db.Set<Reorganisation>().AsNoTracking()
        .Where(row => (row.State == Reorganisation.Draft || row.State == Reorganisation.Approved) && row.Id != except).OrderBy(row => row.Number).ToListAsync())
        .FirstOrDefault(row => row.Units.Intersect(units).Any());

    public async Task<(NewUnit Made, IReadOnlyList<FieldProblem> Problems)> Judge(Reorganisation row)
    {
        var day = row.Effective ?? desk.Today;
        var made = new NewUnit(row, await UnitsBefore.Read(db, row.Units, day));
        var code = made.Code;
        var fresh = row.Kind is (Reorganisation.Merge or Reorganisation.Split) && made.Plan is { Keep.Length: 0, NewCode.Length: > 0 };
        var taken = fresh && await db.Database.SqlQuery<bool>($"""
            select exists (select from organisation.agency where code = {code})
                or exists (select from organisation.administrative_unit where code = {made.Commune ?? ""} and {made.IsCommittee}) as "Value"
            """).SingleAsync();
        var names = (await directory.Agencies(day)).Select(agency => (agency.Code, agency.Name)).ToList();
        var problems = ReorganisationCheck.Words(row, made.Plan, made.IsCommittee).ToList();
        if (row.Effective is null) problems.Add(new("effective", "Nhập ngày hiệu lực, ví dụ 01/07/2026"));
        problems.AddRange(ReorganisationCheck.OnTheDay(made, row, day, desk.Today, names, taken));
        if (made.Plan.Parent.Length > 0 && await directory.Agency(made.Plan.Parent, day) is null)
            problems.Add(new("parent", "Ngày hiệu lực không có cơ quan cấp trên này. Chọn lại trong danh sách"));
        if (made.Before.Agencies.Count > 0 && made.Before.Agencies.Select(agency => (agency.Kind == "ubnd", agency.Level)).Distinct().Count() > 1)
            problems.Add(new("", "Chỉ hợp nhất các đơn vị cùng loại, cùng cấp. Lập phương án khác"));
        return (made, problems);
    }

    public async Task<ReorganisationPreview> Preview(Reorganisation row)
    {
        var (made, problems) = await Judge(row);
        var before = made.Before;
        var part = made.Splits ? new StakePart([.. made.Plan.People ?? []], [.. made.Changing.Select(office => office.Code)]) : null;
        var stakes = await agencies.Stakes(new(row.Units, [.. before.Offices.Select(office => office.Code)],
            [.. before.Communes.Select(unit => unit.Code)], part));
        return new ReorganisationPreview(before.Digest(row), [.. Sentences(row, made)], [.. Warnings(made)], stakes, problems);
    }

    private static IEnumerable<string> Sentences(Reorganisation row, NewUnit made)
    {
        var day = row.Effective is { } on ? $"Từ {Vi.Date(on)}" : "Từ ngày hiệu lực";
        foreach (var agency in made.Before.Agencies)
            yield return made.Splits ? $"{day}, {agency.Name} ({agency.Code}) còn lại, giữ tên, giữ mã" : agency.Code == made.Code
                ? $"{day}, {agency.Name} ({agency.Code}) {(agency.Name == made.Plan.Name ? "giữ tên" : $"mang tên {made.Plan.Name}")}, giữ mã"
                : $"{day}, {agency.Name} ({agency.Code}) hết hoạt động, {made.Plan.Name} ({made.Code}) kế tục";
        if (made.Before.Of(made.Code) is null && made.Plan.Name.Length > 0) yield return $"{day} có đơn vị mới: {made.Plan.Name} ({made.Code})";
        if (row.Kind == Reorganisation.Transfer && ReorganisationCheck.Parent(made) is { } parent && parent != made.Model?.ParentCode)
            yield return $"Cơ quan cấp trên: từ {made.Model?.ParentCode ?? "chưa có"} thành {parent}";
        if (made.Plan.Address.Length > 0 && made.Plan.Address != made.Model?.Address) yield return $"Trụ sở: {made.Plan.Address}";
        if (made is { Splits: true, IsCommittee: true, Plan.UnitName.Length: > 0 })
            yield return $"{day} có {made.Plan.UnitName} ({made.Commune}); {(made.Before.Communes is [var old, ..] ? old.FullName : "xã cũ")} còn lại, giữ mã. "
                + "Tên cũ dẫn đến cả hai, người nộp chọn";
        if (made.ChangesCommunes)
            foreach (var unit in made.Before.Communes)
                yield return $"{unit.FullName} ({unit.Code}) thành {made.Plan.UnitName} ({made.Commune}); tên cũ vẫn tìm được";
        foreach (var office in made.Closing)
            yield return $"{office.Name} ({office.Code}) đóng; hồ sơ và cán bộ chuyển sang {made.Planned(office).Heir}";
        foreach (var office in made.Changing)
            yield return $"{office.Name} ({office.Code}) thành bộ phận của {made.Plan.Name}"
                + (made.Planned(office).Name == office.Name ? ", giữ tên" : $", mang tên {made.Planned(office).Name}") + "; giờ làm việc giữ nguyên";
        var moving = made.Moving.ToList();
        if (moving.Count > 0)
            yield return $"{moving.Count} vị trí của {moving.Select(move => move.Position.AccountId).Distinct().Count()} cán bộ kết thúc ngày trước đó "
                + "và được giao lại ở đơn vị kế tục, cùng chức danh ký";
        var given = made.Before.Delegations.Count(one => moving.Any(move => move.Position.Id == one.PositionId));
        if (given > 0) yield return $"{given} ủy quyền xử lý thay được giao lại theo vị trí mới";
    }

    private static IEnumerable<string> Warnings(NewUnit made)
    {
        if (made.Splits)
        {
            bool Leads(PositionBefore position) => position.Role == Roles.Leader;
            if (!made.Moving.Any(move => Leads(move.Position))) yield return "Đơn vị mới chưa có lãnh đạo nên chưa ký được. Giao vị trí ở trang Cán bộ";
            if (!made.Before.Positions.Except(made.Moving.Select(move => move.Position)).Any(Leads)) yield return "Đơn vị còn lại không còn lãnh đạo";
            if (made.IsCommittee && !made.Changing.Any())
                yield return "Đơn vị mới chưa có bộ phận Một cửa nên chưa nhận hồ sơ mới. Mở bộ phận ở trang Tổ chức trong ngày hiệu lực";
            if (made.IsCommittee && made.Before.Offices.Count > 0 && made.Before.Offices.Count == made.Changing.Count())
                yield return "Đơn vị còn lại không còn bộ phận Một cửa";
        }
        var leaders = made.Before.Positions.Where(position => position.Role == Roles.Leader).Select(position => position.AccountId).Distinct().Count();
        if (made.Before.Agencies.Count > 1 && leaders > 1)
            yield return $"Sau sắp xếp có {leaders} người giữ vai trò lãnh đạo. Ghi lại chức danh ký ở trang Cán bộ theo quyết định bổ nhiệm";
        if (made.Before.Positions.Any(position => position.ValidTo is not null))
            yield return "Có vị trí đã định ngày kết thúc; ngày đó giữ nguyên";
    }
}
