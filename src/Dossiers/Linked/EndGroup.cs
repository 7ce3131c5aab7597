using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Data;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Linked;

/// <summary>
/// Kết thúc hồ sơ chỉ gồm các hồ sơ liên thông: it signs nothing itself. Its results are theirs, and each is returned with its own dossier; it is returned
/// with the last of them. Where none of them came to a result, it is not resolved either.
/// </summary>
internal sealed class EndGroup(DossierDesk desk, Db db, DossierRules rules, Notices notices)
{
    /// <summary>The caller saves.</summary>
    public async Task Execute(Dossier dossier)
    {
        var linked = await db.Set<LinkedDossier>().AsNoTracking().Where(one => one.ParentId == dossier.Id)
            .Join(db.Set<Dossier>(), one => one.ChildId, child => child.Id,
                (one, child) => new { one.Outcome, child.Code, child.ProcedureName, child.ClosingReason }).ToListAsync();
        var results = linked.Count(one => one.Outcome == LinkedEnd.Done);
        desk.Record(dossier, new GroupEnded(dossier.Id, dossier.Code, results, linked.Count));
        if (results > 0)
        {
            dossier.EndByLinked(desk.Now, await rules.Set(dossier), desk.Actor.Name);
            // Each of them has told of its own result.
            if (await AllReturned(dossier.Id)) Give(dossier);
            return;
        }
        const string none = "Không hồ sơ liên thông nào có kết quả. ";
        var why = none + string.Join("; ", linked.Select(one => $"{one.ProcedureName}{(one.ClosingReason is { Length: > 0 } reason ? $": {reason}" : "")}"));
        // A reason is told whole or is read where it was given.
        if (why.Length > Reasons.Longest) why = $"{none}Lý do ở từng hồ sơ: {string.Join(", ", linked.Select(one => one.Code))}";
        dossier.Refuse(desk.Now, why, desk.Actor.Name);
        await notices.Tell(dossier, "dossier.refused-received", dossier.ClosingReason);
    }

    /// <summary>What was filed is returned when the last result of its declaration is; in the caller's transaction.</summary>
    /// <param name="returned">Linked dossiers whose result was handed over.</param>
    public async Task Return(Guid[] returned)
    {
        var parents = await db.Set<LinkedDossier>().AsNoTracking().Where(one => returned.Contains(one.ChildId)).Select(one => one.ParentId).Distinct()
            .ToListAsync();
        if (parents.Count == 0) return;
        var waiting = await Dossier.Whole(db.Set<Dossier>().Where(one => parents.Contains(one.Id) && one.Status == DossierStatus.Done
            && one.ReturnedHow == Dossier.HowLinked)).ToListAsync();
        foreach (var dossier in waiting)
            if (await AllReturned(dossier.Id)) Give(dossier);
    }

    private void Give(Dossier dossier)
    {
        dossier.ReturnResult(desk.Now, Dossier.HowLinked, dossier.OwnerName, null, desk.Actor.Name);
        desk.Record(dossier, new ResultReturned(dossier.Id, dossier.Code, Dossier.HowLinked, dossier.OwnerName));
    }

    private async Task<bool> AllReturned(Guid parent) => !await db.Set<LinkedDossier>().AsNoTracking()
        .Where(one => one.ParentId == parent && one.Outcome == LinkedEnd.Done)
        .Join(db.Set<Dossier>(), one => one.ChildId, child => child.Id, (_, child) => child.Status).AnyAsync(status => status != DossierStatus.Returned);
}
