using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Outside;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Submit;

/// <summary>The codes of a new dossier, in the journal before the applicant sees them.</summary>
internal sealed record GivenCode(Guid DossierId, string Code, string ShortCode, string Unit, DateOnly Day, int Number)
{
    /// <param name="unit">Unit code: the code is it, the day and the number, with a dash between.</param>
    public static GivenCode Of(Guid id, string code, string shortCode, string unit)
    {
        var rest = code[(unit.Length + 1)..].Split('-');
        var day = DateOnly.ParseExact(rest[0], "yyMMdd", CultureInfo.InvariantCulture);
        return new(id, code, shortCode, unit, day, int.Parse(rest[1], CultureInfo.InvariantCulture));
    }

    public static JournalLine Line(NewDossier dossier, string code, long position) =>
        JournalLine.Of(EventLog.KindOf(typeof(DossierSubmitted)), Of(dossier.Id, code, dossier.ShortCode, dossier.UnitCode), $"dossier/{dossier.Id}", position);
}

/// <summary>
/// Mã hồ sơ và mã ngắn đã cấp không cấp lại. The journal of submissions is flushed each second, not each submission: a power
/// cut in that second could hide the newest, so the counters of the day jump by more than any unit gives out in it.
/// </summary>
internal static class GivenCodes
{
    private const int Margin = 1000;

    public static async Task Apply(Db db, FileStore files, TimeProvider clock, Lost lost)
    {
        var given = lost.Of<GivenCode>(EventLog.KindOf(typeof(DossierSubmitted))).ToList();
        string[] codes = [.. given.Select(one => one.Data.Code)], shortCodes = [.. given.Select(one => one.Data.ShortCode)];
        await db.Database.ExecuteSqlAsync($"""
            insert into dossiers.lost_code (code, short_code) select * from unnest({codes}, {shortCodes}) on conflict do nothing
            """);
        string[] units = [.. given.Select(one => one.Data.Unit)];
        DateOnly[] days = [.. given.Select(one => one.Data.Day)];
        int[] numbers = [.. given.Select(one => one.Data.Number)];
        var today = clock.Today();
        await db.Database.ExecuteSqlAsync($"""
            insert into dossiers.code_counter as c (unit_code, day, last)
            select unit_code, day, max(last) + {Margin} from (
                select * from unnest({units}, {days}, {numbers}) as g (unit_code, day, last)
                union all select unit_code, day, last from dossiers.code_counter where day >= {today}
                union all select distinct unit_code, {today}::date, 0 from dossiers.code_counter) as known
            group by unit_code, day
            on conflict (unit_code, day) do update set last = greatest(c.last, excluded.last)
            """);
        lost.Say("Dossiers", $"Mã hồ sơ hôm nay của mọi đơn vị nhảy thêm ít nhất {Vi.Number(Margin)} số");
        foreach (var (line, one) in given)
            lost.Say("Dossiers", $"Hồ sơ {one.Code} (mã ngắn {ShortCode.Display(one.ShortCode)}) nộp lúc {Vi.DateTime(line.Written)} đã mất; "
                + "hai mã không cấp lại. Mời người nộp lại khi họ tra cứu");
        foreach (var (line, resolved) in lost.Facts<DossierResolved>())
            lost.Say("Dossiers", $"Hồ sơ {resolved.Code} đã phát hành kết quả số {resolved.ResultNumber} lúc {Vi.DateTime(line.Written)}; "
                + (await files.Exists(resolved.Sha256) ? $"tệp còn trong kho ({resolved.Sha256})" : $"tệp không còn ({resolved.Sha256})"));
    }
}
