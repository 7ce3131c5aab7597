using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Agencies;

/// <summary>What every act on agencies and offices needs: who may, one act at a time, the reason in the log.</summary>
internal sealed class AgencyDesk(Db db, EventLog log, CurrentActor current, TimeProvider clock)
{
    public const int LongestReason = 300;
    public const int LongestName = 200;

    public DateOnly Today => clock.Today();

    public DateTimeOffset Now => clock.GetUtcNow();

    public Actor Actor => current.Value;

    public Guid By => current.Value.AccountId ?? throw new Refused(403, "Đăng nhập để làm việc này");

    public bool MayChange => current.Value.Has(Roles.Administrator);

    /// <summary>Rows of agencies and offices depend on each other, so acts follow one another; reading goes on meanwhile.</summary>
    public async Task<IDbContextTransaction> Begin()
    {
        if (current.Value.Kind != ActorKind.System && !MayChange) throw new Refused(403, "Chỉ quản trị hệ thống làm được việc này");
        var transaction = await db.Begin();
        await db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtext('organisation.agency'))");
        return transaction;
    }

    public void Record(string agency, object fact, string reason) => log.Record($"agency/{agency}", fact, reason);

    public static string Reason(string? typed)
    {
        var why = Line(typed);
        if (why.Length == 0) throw new Refused(400, "Nhập lý do hoặc căn cứ, ví dụ số và ngày của văn bản", "reason");
        return TypedText.Within(why, LongestReason, "Lý do", "reason");
    }

    public static string Line(string? typed) => VietnameseText.Clean(typed ?? "", manyLines: false).Trim();

    /// <summary>Of the row that a page shows: who sends it back has seen that row.</summary>
    public static string MarkOf(AgencyPeriod period) => $"{period.ValidFrom:yyyy-MM-dd}/{period.KeptBy}";

    /// <summary>All that must be mended is told at once.</summary>
    public static string? Gather(List<FieldProblem> problems, Func<string> read)
    {
        try { return read(); }
        catch (Refused refused)
        {
            problems.AddRange(refused.Problems);
            return null;
        }
    }
}
