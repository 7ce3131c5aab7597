using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Dossiers.Sign;

/// <summary>A draft that waits for the signature, with what tells it from the next when fifty bear the same title.</summary>
/// <param name="Version">Of the dossier, as the row shows it.</param>
/// <param name="AgreedAt">When this leader agreed to sign exactly this; null: not read, or changed since.</param>
internal sealed record DraftToSign(IssuedResult Draft, string OwnerName, int Version, DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt, RemainingTime? Left,
    DateTimeOffset? AgreedAt)
{
    public bool IsCorrection => Draft.Corrects is not null;

    public string Address => IsCorrection ? $"/noi-bo/ho-so/{Draft.DossierCode}/dinh-chinh" : $"/noi-bo/ky-so/{Draft.DossierCode}";
}

/// <summary>Dự thảo chờ ký of the leader's agencies, oldest draft first.</summary>
internal sealed class SignList(IssuedResults results, Db db, Calendars calendars, CurrentActor current, DossierReadings readings, TimeProvider clock)
{
    public async Task<IReadOnlyList<DraftToSign>> Waiting(int take, (DateTimeOffset DraftedAt, Guid Id)? after = null)
    {
        var account = current.Value.AccountId;
        var agencies = current.Value.Positions.Where(p => p.Role == Roles.Leader).Select(p => p.AgencyCode).Distinct().ToList();
        var drafts = await results.ToSign(agencies, take, after);
        var ids = drafts.Select(draft => draft.DossierId).Distinct().ToArray();
        var dossiers = await db.Set<Dossier>().AsNoTracking().Where(d => ids.Contains(d.Id))
            .Select(d => new { d.Id, d.OwnerName, d.IntakeOffice, d.ReceivedAt, d.DueAt, d.PausedAt, d.FinishedAt, d.Version }).ToDictionaryAsync(d => d.Id);
        var agreed = await db.Set<AgreedDraft>().AsNoTracking().Where(a => a.AccountId == account && ids.Contains(a.DossierId))
            .ToDictionaryAsync(a => a.DossierId);
        var rows = new List<DraftToSign>();
        foreach (var draft in drafts)
        {
            var d = dossiers[draft.DossierId];
            // A correction is drafted when the promise has long been kept.
            var left = d is { DueAt: { } due, ReceivedAt: { } received, FinishedAt: null }
                ? RemainingTime.Words(clock.GetUtcNow(), due, await calendars.Of(d.IntakeOffice), received, paused: d.PausedAt is not null) : null;
            rows.Add(new DraftToSign(draft, d.OwnerName, d.Version, d.ReceivedAt, d.FinishedAt is null ? d.DueAt : null, left,
                agreed.GetValueOrDefault(d.Id) is { } read && read.Seen == d.Version ? read.At : null));
        }
        await readings.Listed(ids);
        return rows;
    }

    /// <summary>The next draft of the list that nobody has to go back for: of the same kind first, then any that is not agreed to.</summary>
    /// <param name="code">The dossier that was just dealt with.</param>
    public async Task<string> Next(string code)
    {
        var rows = (await Waiting(200)).OrderBy(row => row.DueAt ?? DateTimeOffset.MaxValue).ToList();
        var here = rows.FirstOrDefault(row => row.Draft.DossierCode == code);
        var open = rows.Where(row => !row.IsCorrection && row.AgreedAt is null && row.Draft.DossierCode != code).ToList();
        var next = open.Find(row => row.Draft.Title == here?.Draft.Title) ?? open.FirstOrDefault();
        return next?.Address ?? "/noi-bo/ky-so?xong=doc";
    }
}
