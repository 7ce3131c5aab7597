using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Extend;
using MotCua.Dossiers.Read;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Contracts;

/// <summary>A dossier as other rooms see it: who, where, when; neither what was declared nor its papers.</summary>
/// <param name="Status">One of <see cref="DossierStatus"/>.</param>
/// <param name="TrackingToken">Opens the page of tracking and the receipt; only for the applicant's own eyes.</param>
/// <param name="Version">Rises with each change; see <c>If-Match</c>.</param>
/// <param name="RescheduledTo">What a signed letter of apology promises, while it holds; when it came too late, <c>DueAt</c> is still the day before.</param>
public sealed record DossierView(Guid Id, string Code, string ShortCode, string TrackingToken, string ProcedureCode, string ProcedureName, string Channel,
    string Status, string IntakeOffice, string CompetentAgency, string CompetentAgencyName, string HolderUnit, string OwnerKind, string? OwnerNumber,
    string OwnerName, DateTimeOffset SubmittedAt, DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt, DateTimeOffset? PausedAt, DateTimeOffset? FinishedAt,
    DateTimeOffset? ReturnedAt, long? FeeVnd, int Version, DateTimeOffset ChangedAt, string? ForeignSystem, string? ForeignId,
    DateTimeOffset? RescheduledTo)
{
    public ForeignReference? Foreign => ForeignReference.Of(ForeignSystem, ForeignId);

    /// <summary>"Cần ông/bà làm": the next act is the applicant's.</summary>
    public bool NeedsApplicant => Status is DossierStatus.Supplement or DossierStatus.Payment or DossierStatus.Done;

    public bool Closed => !NeedsApplicant && !DossierStatus.IsOpen(Status);
}

/// <summary>What was declared in an earlier filing, with the form that asked it.</summary>
public sealed record DeclaredBefore(string Code, string ShortCode, string ProcedureCode, string FormCode, int FormVersion, string Answers,
    DateTimeOffset SubmittedAt);

/// <summary>Which dossiers; null: any.</summary>
/// <param name="ChangedSince">
/// Changed at this time or later by the database's clock. Changes under way are not seen yet: ask with some minutes to spare.
/// </param>
/// <param name="NeedsApplicant">Only those whose next act is the applicant's, see <see cref="DossierView.NeedsApplicant"/>.</param>
public sealed record DossierFilter(string? Procedure = null, OwnerIdentity? Owner = null, string? Status = null, DateTimeOffset? ChangedSince = null,
    ForeignReference? Foreign = null, bool NeedsApplicant = false);

/// <summary>
/// Dossiers that the current actor may read (<c>DossierPolicy</c>); what it does not admit is not there. A job acts as the house and reads all.
/// </summary>
public sealed class DossierViews
{
    private readonly Db db;
    private readonly CurrentActor current;
    private readonly DossierReadings readings;

    internal DossierViews(Db db, CurrentActor current, DossierReadings readings) => (this.db, this.current, this.readings) = (db, current, readings);

    private IQueryable<Dossier> Readable => db.Set<Dossier>().AsNoTracking().Where(DossierPolicy.Readable(current.Value));

    /// <summary>One dossier; that an official has looked is kept for its owner.</summary>
    /// <exception cref="Refused">404: not there, or not the actor's to see.</exception>
    public async Task<DossierView> Get(string code)
    {
        if (await Views(Readable.Where(d => d.Code == code)).SingleOrDefaultAsync() is not { } dossier)
        {
            await readings.Denied(code);
            throw Refused.NotFound("Không tìm thấy hồ sơ này. Kiểm tra lại mã hồ sơ");
        }
        await readings.Viewed(dossier.Id, dossier.Code, dossier.OwnerKind, dossier.OwnerNumber);
        return dossier;
    }

    /// <summary>Điều đã khai, for its citizen alone: the owner, or who has filed it, as long as the mandate lasts.</summary>
    /// <exception cref="Refused">404: not there, or not the asker's own.</exception>
    public async Task<DeclaredBefore> Declared(string code)
    {
        var own = current.Value is { IsSignedIn: true, IsStaff: false };
        return await Readable.Where(d => own && d.Code == code).Select(d => new DeclaredBefore(d.Code, d.ShortCode, d.ProcedureCode, d.FormCode, d.FormVersion,
                d.Answers, d.SubmittedAt)).SingleOrDefaultAsync()
            ?? throw Refused.NotFound("Không tìm thấy hồ sơ này. Kiểm tra lại mã hồ sơ");
    }

    /// <summary>Newest filing first, at most <paramref name="take"/> of them.</summary>
    /// <param name="after">Where the page before ended, see <see cref="Cursor"/>: (filed at, id) of its last row.</param>
    public async Task<IReadOnlyList<DossierView>> List(DossierFilter filter, int take, (DateTimeOffset At, Guid Id)? after = null)
    {
        var found = Readable;
        if (filter.Procedure is { } procedure) found = found.Where(d => d.ProcedureCode == procedure);
        if (filter.Status is { } status) found = found.Where(d => d.Status == status);
        if (filter.NeedsApplicant)
            found = found.Where(d => d.Status == DossierStatus.Supplement || d.Status == DossierStatus.Payment || d.Status == DossierStatus.Done);
        if (filter.ChangedSince is { } given && given.ToUniversalTime() is var since) found = found.Where(d => d.ChangedAt >= since);
        if (filter.Foreign is { } foreign)
        {
            var (system, reference) = (foreign.System, foreign.Id);
            found = found.Where(d => d.ForeignSystem == system && d.ForeignId == reference);
        }
        if (filter.Owner is { } owner)
        {
            var (kind, number) = (owner.Kind, owner.Number);
            found = found.Where(d => d.OwnerKind == kind && d.OwnerNumber == number);
        }
        if (after is { } cursor)
        {
            var (at, id) = (cursor.At.ToUniversalTime(), cursor.Id);
            found = found.Where(d => d.SubmittedAt < at || (d.SubmittedAt == at && d.Id.CompareTo(id) < 0));
        }
        var rows = await Views(found.OrderByDescending(d => d.SubmittedAt).ThenByDescending(d => d.Id).Take(take)).ToListAsync();
        await readings.Listed(rows.Select(row => (row.Id, row.Code, row.OwnerKind, row.OwnerNumber)));
        return rows;
    }

    /// <summary>Hồ sơ trùng: the newest dossier of the same kind for the same owner that is still being handled.</summary>
    /// <param name="filed">Dossiers that the asker, who has no account, has filed: only of these are they told.</param>
    public async Task<DossierView?> Live(OwnerIdentity owner, string procedure, IReadOnlyCollection<Guid> filed)
    {
        var (kind, number) = (owner.Kind, owner.Number);
        var same = db.Set<Dossier>().AsNoTracking()
            .Where(d => d.OwnerKind == kind && d.OwnerNumber == number && d.ProcedureCode == procedure && Open.Contains(d.Status));
        same = current.Value is { IsSignedIn: true, IsStaff: false } citizen ? same.Where(DossierPolicy.Readable(citizen))
            : same.Where(d => filed.Contains(d.Id));
        return await Views(same.OrderByDescending(d => d.SubmittedAt)).FirstOrDefaultAsync();
    }

    private static readonly string[] Open =
        [DossierStatus.Submitted, DossierStatus.Processing, DossierStatus.Supplement, DossierStatus.Payment, DossierStatus.Paused];

    private IQueryable<DossierView> Views(IQueryable<Dossier> dossiers) => dossiers.Select(d => new DossierView(d.Id, d.Code, d.ShortCode,
        d.TrackingToken, d.ProcedureCode, d.ProcedureName, d.Channel, d.Status, d.IntakeOffice, d.CompetentAgency, d.CompetentAgencyName, d.HolderUnit,
        d.OwnerKind, d.OwnerNumber, d.OwnerName, d.SubmittedAt, d.ReceivedAt, d.DueAt, d.PausedAt, d.FinishedAt, d.ReturnedAt, d.FeeVnd, d.Version,
        d.ChangedAt, d.ForeignSystem, d.ForeignId, db.Set<Apology>().Where(letter => letter.DossierId == d.Id && letter.State == "signed"
                && (letter.Extends == true ? letter.NewDue == d.DueAt : letter.NewDue > d.DueAt))
            .OrderByDescending(letter => letter.No).Select(letter => (DateTimeOffset?)letter.NewDue).FirstOrDefault()));
}
