using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Web;

namespace MotCua.Platform.Security;

/// <summary>A contradiction between log and witness that two administrators have not settled yet.</summary>
/// <param name="FirstBy">The first of them, who has given a reason; null: nobody yet.</param>
public sealed record OpenCaution(Guid Id, DateTimeOffset Since, string Words, Guid? FirstBy, string? FirstName, string? FirstReason, DateTimeOffset? FirstAt);

/// <summary>
/// Thận trọng: as long as log and witness contradict each other nobody knows whose rows these are, so officials read no papers of
/// the vault, no register and no export until a second person has confirmed.
/// </summary>
public sealed class Caution(Db db)
{
    public async Task<OpenCaution?> Open() => (await db.Database.SqlQuery<OpenCaution>($"""
        select id, since, words, first_by, first_name, first_reason, first_at from platform.caution where lifted_at is null
        """).ToListAsync()).SingleOrDefault();

    /// <exception cref="Refused">409 while one is open.</exception>
    public async Task RequireNone()
    {
        if (await Open() is not null) throw Refused.WrongState("Nhật ký không khớp với tệp đối chứng nên việc xem bị khóa. Cần hai quản trị hệ thống xác nhận");
    }
}
