using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Agencies;

/// <summary>
/// Mở, đổi tên, đóng bộ phận Một cửa, each from a day on. An office in which people or dossiers are is closed by a reorganisation, which moves them.
/// </summary>
internal sealed class ChangeOffice(Db db, AgencyDesk desk, AgencyReading reading, OrganisationDirectory directory)
{
    /// <returns>Its code.</returns>
    public async Task<string> Open(string agency, string? name, string? address, DateOnly from, string? reason)
    {
        var (called, where) = (Name(name), TypedText.Within(AgencyDesk.Line(address), CorrectContact.LongestAddress, "Địa chỉ", "address"));
        if (where.Length == 0) throw new Refused(400, "Nhập địa chỉ để người dân tìm đến", "address");
        NotBefore(from, desk.Today);
        var why = AgencyDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var owner = await directory.Agency(agency, from) ?? throw new Refused(400, $"Ngày {Vi.Date(from)} cơ quan này không hoạt động. Chọn ngày khác", "from");
        await Free(called, from, null);
        var (stem, act) = ($"MC-{(owner.Kind == "ubnd" ? owner.AdminUnitCode : owner.Code)}", Guid.CreateVersion7());
        var taken = await db.Database.SqlQuery<string>($"""
            select distinct code as "Value" from organisation.office where code like {stem + "%"}
            """).ToListAsync();
        var code = Enumerable.Range(2, taken.Count + 2).Select(number => $"{stem}-{number}").First(one => !taken.Contains(one));
        var kind = owner.Level == 1 ? "oneStop" : "communeCentre";
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.office (code, valid_from, name, kind, agency_code, admin_unit_code, address, kept_by)
            values ({code}, {from}, {called}, {kind}, {agency}, {owner.AdminUnitCode}, {where}, {act})
            """);
        desk.Record(agency, new OfficeOpened(code, agency, called, where, from), why);
        await db.Commit(transaction);
        return code;
    }

    public async Task Rename(string agency, string office, string? name, DateOnly from, string? reason)
    {
        var called = Name(name);
        NotBefore(from, desk.Today);
        var why = AgencyDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var row = await Row(agency, office);
        if (row.Name == called) throw new Refused(400, "Tên mới giống hệt tên đang dùng", "name");
        if (from <= row.ValidFrom) throw new Refused(400, $"Tên đang dùng có từ {Vi.Date(row.ValidFrom)}. Chọn ngày sau đó", "from");
        await Free(called, from, office);
        var (last, act) = (from.AddDays(-1), Guid.CreateVersion7());
        await db.Database.ExecuteSqlAsync($"""
            update organisation.office set valid_to = {last}, kept_by = {act} where code = {office} and valid_from = {row.ValidFrom}
            """);
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.office (code, valid_from, name, kind, agency_code, admin_unit_code, address, phone, kept_by)
            select code, {from}, {called}, kind, agency_code, admin_unit_code, address, phone, {act} from organisation.office
            where code = {office} and valid_from = {row.ValidFrom}
            """);
        desk.Record(agency, new OfficeRenamed(office, agency, row.Name, called, from), why);
        await db.Commit(transaction);
    }

    public async Task Close(string agency, string office, DateOnly lastDay, string? reason)
    {
        NotBefore(lastDay, desk.Today, "lastDay");
        var why = AgencyDesk.Reason(reason);
        await using var transaction = await desk.Begin();
        var row = await Row(agency, office);
        if (lastDay < row.ValidFrom) throw new Refused(400, $"Bộ phận mở từ {Vi.Date(row.ValidFrom)}. Chọn ngày từ đó trở đi", "lastDay");
        if ((await directory.Offices(lastDay.AddDays(1), agency)).All(other => other.Code == office))
            throw Refused.WrongState("Đây là bộ phận duy nhất của cơ quan nên không đóng được. Mở bộ phận khác trước");
        if ((await reading.Stakes(new([], [office], []))).Where(stake => stake.Count > 0).ToList() is [_, ..] held)
            throw Refused.WrongState($"Bộ phận còn {string.Join("; ", held.Select(stake => $"{stake.Words.ToLowerInvariant()}: {stake.Count}"))}. "
                + "Chuyển đi trước, hoặc lập phương án sắp xếp");
        var act = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync($"""
            update organisation.office set valid_to = {lastDay}, kept_by = {act} where code = {office} and valid_from = {row.ValidFrom}
            """);
        desk.Record(agency, new OfficeClosed(office, agency, row.Name, lastDay), why);
        await db.Commit(transaction);
    }

    /// <summary>The row without an end: what ends already is not changed any more.</summary>
    private async Task<OfficePeriod> Row(string agency, string office) =>
        (await reading.Offices(agency)).FirstOrDefault(row => row.Code == office && row.ValidTo is null)
            ?? throw new Refused(400, "Chọn một bộ phận đang mở của cơ quan này", "office");

    private async Task Free(string name, DateOnly day, string? except)
    {
        if ((await directory.Offices(day)).FirstOrDefault(other => other.Code != except
            && string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)) is { } twin)
            throw new Refused(409, $"Ngày {Vi.Date(day)} đã có bộ phận tên này ({twin.Code}). Chọn tên khác", "name");
    }

    private static void NotBefore(DateOnly day, DateOnly today, string field = "from")
    {
        if (day < today) throw new Refused(400, $"Chọn ngày từ hôm nay ({Vi.Date(today)}) trở đi", field);
    }

    private static string Name(string? typed)
    {
        var name = AgencyDesk.Line(typed);
        if (name.Length == 0) throw new Refused(400, "Nhập tên bộ phận, ví dụ Trung tâm Phục vụ hành chính công xã Đất Mũi", "name");
        return TypedText.Within(name, AgencyDesk.LongestName, "Tên bộ phận", "name");
    }
}
