using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Mine;

/// <summary>A row of "Hồ sơ của tôi".</summary>
internal sealed record MyDossierRow(Guid Id, string Code, string ShortCode, string ProcedureName, string Status, string OwnerName, string HolderUnit,
    string IntakeOffice,
    DateTimeOffset SubmittedAt, DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt, DateTimeOffset? PausedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>"Cần ông/bà làm": the next act is the applicant's.</summary>
    public bool NeedsMe => Status is DossierStatus.Supplement or DossierStatus.Payment or DossierStatus.Done;

    public bool Closed => !NeedsMe && !DossierStatus.IsOpen(Status);
}

/// <summary>Dossiers that the signed-in applicant may read, the newest first.</summary>
internal sealed class MyDossierList(Db db, CurrentActor current, Calendars calendars, TimeProvider clock)
{
    public async Task<IReadOnlyList<MyDossierRow>> Page(int take, (DateTimeOffset At, Guid Id)? after = null)
    {
        var mine = db.Set<Dossier>().AsNoTracking().Where(DossierPolicy.Readable(current.Value));
        if (after is { } cursor)
        {
            var (at, id) = (cursor.At.ToUniversalTime(), cursor.Id);
            mine = mine.Where(d => d.SubmittedAt < at || (d.SubmittedAt == at && d.Id.CompareTo(id) < 0));
        }
        return await mine.OrderByDescending(d => d.SubmittedAt).ThenByDescending(d => d.Id).Take(take)
            .Select(d => new MyDossierRow(d.Id, d.Code, d.ShortCode, d.ProcedureName, d.Status, d.OwnerName, d.HolderUnit, d.IntakeOffice,
                d.SubmittedAt, d.ReceivedAt, d.DueAt, d.PausedAt, d.FinishedAt)).ToListAsync();
    }

    public async Task<RemainingTime?> Remaining(MyDossierRow row)
    {
        if (row.DueAt is not { } due) return null;
        var calendar = await calendars.Of(row.IntakeOffice);
        return RemainingTime.Words(clock.GetUtcNow(), due, calendar, row.ReceivedAt, row.FinishedAt, row.PausedAt is not null);
    }
}
