using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Process;

/// <param name="Problem">Why it stayed as it was; null: it walks the other process now.</param>
internal sealed record Changed(string Code, string? Problem);

/// <summary>
/// Chuyển hồ sơ đang giải quyết sang một bản khác của quy trình: an explicit act of who answers for procedures, with its reason, dossier by dossier. What the
/// dossier contains is not looked at.
/// </summary>
internal sealed class ChangeProcess(Db db, EventLog log, ChangeDrawing change)
{
    public const int Most = 500;

    public async Task<IReadOnlyList<Changed>> Execute(PublishedProcess to, IReadOnlyCollection<string> codes, string? reason)
    {
        if (codes.Count == 0) throw new Refused(400, "Chọn ít nhất một hồ sơ để chuyển", "chon");
        if (codes.Count > Most) throw new Refused(400, $"Mỗi lần chuyển tối đa {Most} hồ sơ, đang chọn {codes.Count}", "chon");
        if (TypedText.Within(reason, Reasons.Longest, "Lý do", "reason") is not { Length: > 0 } why)
            throw new Refused(400, "Nhập lý do chuyển để người đang giải quyết biết", "reason");
        var done = new List<Changed>();
        foreach (var code in codes.Distinct(StringComparer.Ordinal))
        {
            try
            {
                await One(to, code, why);
                done.Add(new(code, null));
            }
            catch (Refused refused) { done.Add(new(code, refused.Message)); }
            catch (DbUpdateException late) when (LateSave.Is(late)) { done.Add(new(code, "Hồ sơ vừa được người khác cập nhật")); }
            finally { db.ChangeTracker.Clear(); }
        }
        return done;
    }

    private async Task One(PublishedProcess to, string code, string reason)
    {
        await using var transaction = await db.Begin();
        // Held, so that nobody moves it on between the look and the change.
        var procedure = to.ProcedureCode;
        var found = await db.Ask($"select id from dossiers.dossier where code = {code} and procedure_code = {procedure} for update", row => row.GetGuid(0));
        if (found is not [var id]) throw Refused.NotFound("Không có hồ sơ này của thủ tục");
        await change.Execute(id, to.Drawing);
        log.Record($"dossier/{id}", new DossierProcessChanged(id, code, to.Id, to.Version), reason);
        await db.Save();
        await Dossier.Raise(db, id);
        await db.Commit(transaction);
    }
}
