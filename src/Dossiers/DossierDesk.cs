using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using Npgsql;

namespace MotCua.Dossiers;

/// <summary>
/// What every act on a dossier needs: load it under the policy, know its calendar, record the fact, save once. An act is
/// load → decide → record → save; the acts stand in their own folders.
/// </summary>
internal sealed class DossierDesk(
    Db db, EventLog log, CurrentActor current, TimeProvider clock, ProcedureCatalogue catalogue, OrganisationDirectory organisation, Calendars calendars,
    RuleSets rules, FileStore files, DossierReadings readings)
{
    public Db Db => db;

    public FileStore Files => files;

    public Actor Actor => current.Value;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The version that whoever acts has looked at (hidden field of a page, If-Match of a program); null: not said.</summary>
    public int? Seen { get; set; }

    /// <summary>The version loaded last: what a page shows.</summary>
    public int? Shown { get; private set; }

    /// <summary>The dossier with its parts, or a 404 when it is not there or not the actor's to see.</summary>
    public async Task<Dossier> Load(string code)
    {
        var readable = DossierPolicy.Readable(Actor);
        var dossier = await Whole(db.Set<Dossier>().Where(d => d.Code == code).Where(readable)).SingleOrDefaultAsync();
        if (dossier is null)
        {
            await readings.Denied(code);
            throw Refused.NotFound("Không tìm thấy hồ sơ này. Kiểm tra lại mã hồ sơ");
        }
        await readings.Viewed(dossier);
        if (Seen is { } seen && seen != dossier.Version)
            throw Refused.WrongState($"Hồ sơ đã thay đổi từ khi anh/chị mở ra{(await LastChange(dossier) is { } last ? $": {last}" : "")}. Xem lại rồi thao "
                + $"tác lần nữa");
        Shown = dossier.Version;
        return dossier;
    }

    /// <summary>With all parts that an act decides by.</summary>
    public static IQueryable<Dossier> Whole(IQueryable<Dossier> dossiers) => dossiers
        .Include(d => d.Components.OrderBy(c => c.Seq)).Include(d => d.Clock.OrderBy(c => c.Seq))
        .Include(d => d.HandOvers.OrderBy(h => h.Seq)).Include(d => d.Supplements.OrderBy(s => s.No)).AsSplitQuery();

    /// <summary>Before reception and signature: the files that were looked at are whole.</summary>
    public async Task RequireFiles(Dossier dossier) =>
        await files.Require(await db.Set<Attachment>().AsNoTracking().Where(a => a.DossierId == dossier.Id).Select(a => a.Sha256).ToListAsync());

    public async Task<ProcedureVersionView> Version(Dossier dossier) =>
        await catalogue.GetVersion(dossier.ProcedureVersionId) ?? throw new InvalidOperationException($"Version {dossier.ProcedureVersionId} is gone.");

    public ValueTask<WorkingCalendar> Calendar(Dossier dossier) => calendars.Of(dossier.IntakeOffice);

    /// <summary>Bộ quy định that the dossier has pinned; before reception, the one of the day of filing.</summary>
    public ValueTask<RuleSet> Rules(Dossier dossier) => dossier.RuleSetId is { } id ? rules.Get(id) : rules.At(dossier.SubmittedAt.Day());

    /// <summary>What the ledger of this dossier is read by: the rule set and the calendars it names; before reception, those of now.</summary>
    public async Task<ClockBasis> Basis(Dossier dossier)
    {
        var set = dossier.RuleSetId is { } id ? await rules.Get(id) : await rules.At(Now.Day());
        return await calendars.Basis(dossier.IntakeOffice, set, dossier.Clock);
    }

    public async Task<string> OfficeName(string code) => (await organisation.Office(code, Now.Day()))?.Name ?? code;

    public async Task<string> AgencyName(string code) => (await organisation.Agency(code, Now.Day()))?.Name ?? code;

    /// <summary>Địa danh of an agency's papers: the commune or the province that it serves.</summary>
    public async Task<string?> Place(string agency) =>
        (await organisation.Agency(agency, Now.Day()))?.AdminUnitCode is { } unit ? (await organisation.Unit(unit, Now.Day()))?.Name : null;

    public void Record(Dossier dossier, object fact, string? reason = null) => log.Record(dossier.Stream, fact, reason);

    public void Hand(Dossier dossier, string toUnit, string? toName, string step, string outcome, string? note)
    {
        var row = dossier.Hand(Now, Actor.Name, toUnit, toName, step, outcome, note);
        Record(dossier, new DossierHandedOver(dossier.Id, dossier.Code, row.FromUnit, row.FromName, row.ToUnit, row.ToName, step, outcome), note);
    }

    /// <summary>
    /// Another version: what officials look at has changed by somebody who does not act on the dossier itself. Never refused
    /// itself; whoever looked at it before is. In the transaction of the change, after it.
    /// </summary>
    public static Task Raise(Db db, Guid dossier) => db.Database.ExecuteSqlAsync($"update dossiers.dossier set version = version + 1 where id = {dossier}");

    public async Task Save()
    {
        try { await db.Save(); }
        catch (DbUpdateException problem) when (SomebodyWasFirst(problem))
        {
            throw Refused.WrongState("Hồ sơ vừa được người khác cập nhật. Mở lại hồ sơ để xem thay đổi rồi thao tác tiếp");
        }
    }

    /// <summary>
    /// Two at once either find the row changed or write the same line of a ledger of this dossier. Any other row that is there
    /// twice (a paper code, a number of a result) is a fault of ours and must not look like a colleague's work.
    /// </summary>
    public static bool SomebodyWasFirst(DbUpdateException problem) => problem is DbUpdateConcurrencyException
        || problem.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } line } && Lines.Contains(line);

    private static readonly HashSet<string> Lines =
    [
        "clock_entry_pkey", "hand_over_pkey", "supplement_request_dossier_id_no_key", "apology_dossier_id_no_key", "consultation_dossier_id_no_key",
        "consultation_entry_pkey", "task_dossier_id_seq_key", "task_one_current", "result_current", "result_corrects",
            "item_owner_kind_owner_number_paper_id_key",
    ];

    /// <summary>Who did what last, in what an act loads and in what only its page shows.</summary>
    private async Task<string?> LastChange(Dossier dossier)
    {
        var answer = await db.Set<ConsultationEntry>().AsNoTracking().Where(e => e.DossierId == dossier.Id && e.Kind != "asked" && e.Kind != "calendar")
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
