using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Doors;

/// <summary>One period of a procedure's filing door; <paramref name="ValidTo"/> inclusive, null = open.</summary>
internal sealed record DoorPeriod(DateOnly ValidFrom, DateOnly? ValidTo, string Door, string? Basis);

/// <summary>
/// Đổi cửa nộp from a day on. Whatever was planned from that day is replaced; days gone by stay as they were. Drafts and
/// dossiers already begun here go on.
/// </summary>
internal sealed class SetFilingDoor(Db db, EventLog log, CurrentActor current, ProcedureCatalogue catalogue, TimeProvider clock)
{
    public const int LongestBasis = 300;

    /// <returns>false: it opens to the public what is filed elsewhere, so it waits for another officer.</returns>
    public async Task<bool> Execute(string code, FilingDoor door, DateOnly from, string basis)
    {
        if (!current.Value.Has(Roles.ProcedureOfficer, Roles.Administrator))
            throw new Refused(403, "Chỉ cán bộ kiểm soát thủ tục hoặc quản trị đổi được cửa nộp");
        var procedure = await catalogue.Get(code) ?? throw Refused.NotFound("Không có thủ tục này. Tìm lại theo tên hoặc mã");
        if (from < clock.Today()) throw new Refused(400, $"Ngày áp dụng phải từ hôm nay, {Vi.Date(clock.Today())}", "from");
        var why = basis.Trim();
        if (why.Length == 0) throw new Refused(400, "Nhập căn cứ, ví dụ số và ngày của văn bản", "basis");
        if (why.Length > LongestBasis) throw new Refused(400, $"Căn cứ dài quá {LongestBasis} ký tự, hiện có {why.Length}", "basis");
        var word = Word(door);
        await using var transaction = await db.Begin();
        // Two officers at once: the second waits here and then sees what the first has written.
        await db.Database.ExecuteSqlAsync($"select 1 from catalogue.procedure where code = {procedure.Code} for update");
        // Also what was to be closed later stays open by this.
        var opens = door != FilingDoor.NationalPortal && (await Periods(procedure.Code)).Any(one => (one.ValidTo is null || one.ValidTo >= from)
            && one.Door == Word(FilingDoor.NationalPortal));
        if (opens) await Ask(procedure.Code, word, from, why);
        else
        {
            await Write(procedure.Code, word, from, why);
            log.Record($"procedure/{procedure.Code}", new FilingDoorSet(procedure.Code, word, from), why);
        }
        await db.Commit(transaction);
        return !opens;
    }

    /// <summary>In the transaction of an act that holds the procedure.</summary>
    public async Task Write(string code, string word, DateOnly from, string why)
    {
        await db.Database.ExecuteSqlAsync($"delete from catalogue.filing_door where code = {code} and valid_from >= {from}");
        await db.Database.ExecuteSqlAsync($"""
            update catalogue.filing_door set valid_to = {from.AddDays(-1)} where code = {code} and (valid_to is null or valid_to >= {from})
            """);
        await db.Database.ExecuteSqlAsync($"""
            insert into catalogue.filing_door (code, valid_from, door, basis) values ({code}, {from}, {word}, {why})
            """);
    }

    private async Task Ask(string code, string word, DateOnly from, string why)
    {
        var (id, by) = (Guid.CreateVersion7(), current.Value.AccountId ?? throw new Refused(403, "Đăng nhập để làm việc này"));
        if (await db.Database.ExecuteSqlAsync($"""
            insert into catalogue.door_wish (id, code, door, valid_from, basis, state, asked_by, asked_by_id, asked_at)
            values ({id}, {code}, {word}, {from}, {why}, 'open', {current.Value.Name}, {by}, {clock.GetUtcNow()}) on conflict do nothing
            """) == 0) throw Refused.WrongState("Đã có một đề nghị mở cửa nộp chờ duyệt. Duyệt hoặc rút đề nghị đó trước");
        log.Record($"procedure/{code}", new FilingDoorAsked(code, word, from), why);
    }

    public async Task<IReadOnlyList<DoorPeriod>> Periods(string code) =>
        await db.Database.SqlQuery<DoorPeriod>($"""
            select valid_from, valid_to, door, basis from catalogue.filing_door where code = {code} order by valid_from desc
            """).ToListAsync();

    public static string Words(string door) => door switch
    {
        "here" => "Nộp tại đây",
        "nationalPortal" => "Nộp trên Cổng Dịch vụ công quốc gia",
        _ => "Cả hai",
    };

    /// <summary>As stored.</summary>
    public static string Word(FilingDoor door) => door switch
    {
        FilingDoor.Here => "here",
        FilingDoor.NationalPortal => "nationalPortal",
        _ => "both",
    };

    public static FilingDoor? Read(string? word) => word switch
    {
        "here" => FilingDoor.Here,
        "nationalPortal" => FilingDoor.NationalPortal,
        "both" => FilingDoor.Both,
        _ => null,
    };
}
