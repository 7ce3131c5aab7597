using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Calendar;

/// <summary>What every act on the calendar needs: who acts, what was seen, one act for one sending.</summary>
internal sealed class CalendarDesk(Db db, CurrentActor current, Idempotency idempotency, TimeProvider clock)
{
    public const int LongestReason = 300;

    public DateOnly Today => clock.Today();

    public bool MayChange => current.Value.Has(Roles.Administrator);

    /// <summary>Number of the newest version as the database knows it; the copy that serves dates may be a minute older.</summary>
    public Task<int> Newest() => db.Database.SqlQuery<int>($"""select coalesce(max(version), 0) as "Value" from organisation.calendar_version""").SingleAsync();

    public void Guard()
    {
        if (!MayChange) throw new Refused(403, "Chỉ quản trị hệ thống đổi được lịch làm việc. Nhờ người giữ vai trò này");
    }

    /// <param name="seen">The version whose difference the person was shown.</param>
    public static void Same(int seen, int newest)
    {
        if (seen != newest) throw Refused.WrongState("Lịch vừa được người khác đổi. Xem lại các thay đổi dưới đây rồi bấm lần nữa");
    }

    /// <summary>The same form sent twice, one after the other or at once, makes one version.</summary>
    public Task<int> Once(string key, object body, Func<Action<int>, Task> act) => idempotency.Once($"calendar/{current.Value.AccountId}", key, body, act);

    public static (string Text, FieldProblem? Problem) Reason(string typed, string field, string empty)
    {
        var text = VietnameseText.Clean(typed);
        return text.Length == 0 ? (text, new FieldProblem(field, empty))
            : text.Length > LongestReason ? (text, new FieldProblem(field, $"Rút ngắn còn {LongestReason} ký tự, hiện có {text.Length}")) : (text, null);
    }
}
