using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Data;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Linked;

/// <summary>
/// Kết thúc hồ sơ chỉ gồm các hồ sơ liên thông: it signs nothing itself. Its results are theirs, and each is returned with its own dossier; where none of
/// them came to one, it is not resolved either.
/// </summary>
internal sealed class EndGroup(DossierDesk desk, Db db, DossierRules rules, Notices notices)
{
    /// <summary>The caller saves.</summary>
    public async Task Execute(Dossier dossier)
    {
        var linked = await db.Set<LinkedDossier>().AsNoTracking().Where(one => one.ParentId == dossier.Id)
            .Join(db.Set<Dossier>(), one => one.ChildId, child => child.Id, (one, child) => new { one.Outcome, child.ProcedureName, child.ClosingReason })
            .ToListAsync();
        var results = linked.Count(one => one.Outcome == LinkedEnd.Done);
        desk.Record(dossier, new GroupEnded(dossier.Id, dossier.Code, results, linked.Count));
        if (results > 0)
        {
            dossier.EndByLinked(desk.Now, await rules.Set(dossier), desk.Actor.Name);
            await notices.Tell(dossier, "dossier.returned", $"{results} kết quả, mỗi kết quả trả theo hồ sơ liên thông của nó");
            return;
        }
        var why = string.Join("; ", linked.Select(one => $"{one.ProcedureName}{(one.ClosingReason is { Length: > 0 } reason ? $": {reason}" : "")}"));
        var words = $"Không hồ sơ liên thông nào có kết quả. {why}";
        dossier.Refuse(desk.Now, words.Length <= Reasons.Longest ? words : words[..Reasons.Longest], desk.Actor.Name);
        await notices.Tell(dossier, "dossier.refused-received", dossier.ClosingReason);
    }
}
