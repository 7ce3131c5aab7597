using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Outside;
using MotCua.Platform.Ui;

namespace MotCua.People;

/// <summary>
/// Which sessions were ended, and why, since the minute to which the database was put back is not known: all end. Who should
/// be here signs in again.
/// </summary>
internal static class SessionsAgain
{
    public static async Task End(Db db, Lost lost)
    {
        var now = TimeProvider.System.GetUtcNow();
        var ended = await db.Database.ExecuteSqlAsync($"update people.session set ended_at = {now} where ended_at is null");
        lost.Say("People", $"Đã kết thúc {Vi.Number(ended)} phiên đăng nhập; mọi người đăng nhập lại");
    }
}
