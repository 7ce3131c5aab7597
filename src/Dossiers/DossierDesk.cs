using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers;

/// <summary>
/// What every act on a dossier does: load it under the policy as it was looked at, record the fact, save once. An act is
/// load → decide → record → save; the acts stand in their own folders and name themselves what else they decide by.
/// </summary>
internal sealed class DossierDesk(Db db, EventLog log, CurrentActor current, TimeProvider clock, OrganisationDirectory organisation,
    DossierReadings readings, WorkflowRuns workflow)
{
    public Actor Actor => current.Value;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The dossier with its parts, to be looked at: nothing that is done to it is saved.</summary>
    /// <exception cref="Refused">404: not there or not the actor's to see.</exception>
    public async Task<Dossier> Read(string code) => (await Open(code)).Dossier;

    /// <summary>The same with what else is kept of it.</summary>
    /// <exception cref="Refused">404: not there or not the actor's to see.</exception>
    public async Task<DossierSheet> Open(string code)
    {
        var sheet = await Found(code, await DossierSheet.Find(db, code, Actor));
        await readings.Viewed(sheet.Dossier);
        return sheet;
    }

    /// <summary>The dossier with its parts to be acted on, when it stands as whoever acts has seen it.</summary>
    /// <exception cref="Refused">404; 409: changed since.</exception>
    public async Task<Dossier> Load(string code, Seen seen)
    {
        var dossier = await Found(code, await DossierSheet.Part(db, code, Actor));
        await readings.Viewed(dossier);
        return await AsSeen(dossier, seen);
    }

    /// <summary>The same with what else is kept of it, to be looked at.</summary>
    /// <exception cref="Refused">404; 409: changed since.</exception>
    public async Task<DossierSheet> LoadSheet(string code, Seen seen)
    {
        var sheet = await Open(code);
        return sheet with { Dossier = await AsSeen(sheet.Dossier, seen) };
    }

    private async Task<T> Found<T>(string code, T? dossier) where T : class
    {
        if (dossier is not null) return dossier;
        await readings.Denied(code);
        throw Refused.NotFound("Không tìm thấy hồ sơ này. Kiểm tra lại mã hồ sơ");
    }

    private async Task<Dossier> AsSeen(Dossier looked, Seen seen)
    {
        var dossier = await Follow(looked);
        if (seen.Version is { } version && version != dossier.Version)
            throw Refused.WrongState($"Hồ sơ đã thay đổi từ khi anh/chị mở ra{(await LastChange(dossier) is { } last ? $": {last}" : "")}. Xem lại rồi thao "
                + $"tác lần nữa");
        return dossier;
    }

    public void Record(Dossier dossier, object fact, string? reason = null) => log.Record(dossier.Stream, fact, reason);

    /// <summary>
    /// The open step that an act is about: the one that it names; else one of the kind that it is for, one that whoever acts has or may do, the first.
    /// </summary>
    /// <returns>null: none is open.</returns>
    /// <exception cref="Refused">409: the one that it names is no longer open.</exception>
    public async Task<CurrentTask?> Step(Dossier dossier, Seen seen = default, StepKind? kind = null) =>
        Choose(await workflow.Open(dossier.Id), dossier, seen, kind);

    public Task<IReadOnlyList<CurrentTask>> OpenSteps(Dossier dossier) => workflow.Open(dossier.Id);

    /// <summary>The same of steps that are known already.</summary>
    public CurrentTask? Choose(IEnumerable<CurrentTask> open, Dossier dossier, Seen seen = default, StepKind? kind = null) => seen.Step is { } named
        ? open.FirstOrDefault(task => task.StepKey == named) ?? throw Refused.WrongState("Bước này không còn mở. Mở lại hồ sơ rồi làm tiếp")
        : open.OrderByDescending(task => task.Kind == kind).ThenByDescending(task => task.AssigneeId is not null && Actor.StandsFor(task.AssigneeId))
            .ThenByDescending(task => DossierPolicy.MayDo(task, dossier, Actor)).FirstOrDefault();

    /// <summary>Chuyển, bàn giao to whoever holds the steps that have been opened.</summary>
    public async Task Hand(Dossier dossier, Moved moved, string step, string outcome, string? note)
    {
        if (moved.Elsewhere.Count > 0) dossier.WorkingAgencies = [.. dossier.WorkingAgencies.Union(moved.Elsewhere, StringComparer.Ordinal)];
        var to = new List<(string Unit, string? Name)>();
        foreach (var next in moved.Opened) to.Add((await UnitOf(dossier, next), next.AssigneeName));
        // Several steps in the same hands are handed over once.
        foreach (var (unit, name) in to.Distinct()) HandTo(unit, name);
        // What others decide now is with their dossiers.
        if (moved is { Open.Count: 0, Linked.Count: > 0 })
        {
            var linked = $"Hồ sơ liên thông: {string.Join(", ", moved.Linked)}";
            if (!moved.Began.Any(wait => wait.Kind is WaitKind.Child))
            {
                dossier.HeldBy(linked, null);
                return;
            }
            HandTo(linked, null);
            return;
        }
        // One step after the other: said above. After the last one it lies where it was.
        if (moved is { Opened.Count: 1, Open.Count: 1 } or { Open.Count: 0, OnlyReturnLeft: true }) return;
        var units = new List<string>();
        foreach (var open in moved.Open) units.Add(await UnitOf(dossier, open));
        // Where nobody has a step, the dossier lies with whoever decides.
        dossier.HeldBy(units.Count == 0 ? dossier.CompetentAgencyName : string.Join(", ", units.Distinct(StringComparer.Ordinal)),
            moved.Open is [var only] ? only.AssigneeName : null);

        void HandTo(string unit, string? name)
        {
            var row = dossier.Hand(Now, Actor.Name, unit, name, step, outcome, note);
            Record(dossier, new DossierHandedOver(dossier.Id, dossier.Code, row.FromUnit, row.FromName, row.ToUnit, row.ToName, step, outcome), note);
        }
    }

    private async Task<string> UnitOf(Dossier dossier, CurrentTask task) =>
        task.OfficeCode is { } office ? await organisation.OfficeName(office)
        : DossierPolicy.IsElsewhere(task, dossier) ? (await organisation.Agency(task.AgencyCode))?.Name ?? task.AgencyCode : dossier.CompetentAgencyName;

    public async Task Save()
    {
        try { await db.Save(); }
        catch (DbUpdateException problem) when (LateSave.Is(problem))
        {
            throw Refused.WrongState("Hồ sơ vừa được người khác cập nhật. Mở lại hồ sơ để xem thay đổi rồi thao tác tiếp");
        }
    }

    /// <summary>After a refusal: nothing that the act had begun is saved with what its page still writes.</summary>
    public void Forget() => db.ChangeTracker.Clear();

    /// <summary>One act of many that are done one after the other: it is saved or refused by itself, and the next begins with nothing of it.</summary>
    /// <returns>Why it was refused; null: done.</returns>
    public async Task<Refused?> Alone(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (Refused refused) { return refused; }
        catch (DbUpdateException late) when (LateSave.Is(late)) { return Refused.WrongState("Hồ sơ vừa được người khác cập nhật. Mở lại rồi làm tiếp"); }
        finally { Forget(); }
    }

    /// <summary>From here on its changes are seen. One that is held already stays the one that is acted on.</summary>
    private async Task<Dossier> Follow(Dossier dossier)
    {
        if (db.Set<Dossier>().Local.FirstOrDefault(other => other.Id == dossier.Id) is null) db.Attach(dossier);
        else dossier = await Dossier.Whole(db.Set<Dossier>().Where(d => d.Id == dossier.Id)).SingleAsync();
        return dossier;
    }

    /// <summary>Who did what last, in what an act loads and in what only its page shows.</summary>
    private async Task<string?> LastChange(Dossier dossier)
    {
        var answer = await db.Set<ConsultationEntry>().AsNoTracking().Where(e => e.DossierId == dossier.Id && ConsultationState.Ends.Contains(e.Kind))
            .OrderByDescending(e => e.At).FirstOrDefaultAsync();
        var file = await db.Set<Attachment>().AsNoTracking().Where(a => a.DossierId == dossier.Id && a.Origin == "scan").OrderByDescending(a => a.UploadedAt)
            .FirstOrDefaultAsync();
        var (told, at) = (dossier.LastChange, dossier.LastChangeAt);
        if (answer is not null && !(at > answer.At)) (told, at) =
            ($"ý kiến phối hợp {ConsultationState.Words(answer.Kind).ToLowerInvariant()}, {answer.ActorName} lúc {Vi.DateTime(answer.At)}", answer.At);
        if (file is not null && !(at > file.UploadedAt)) told = $"gắn bản quét {file.FileName} lúc {Vi.DateTime(file.UploadedAt)}";
        return told;
    }
}
