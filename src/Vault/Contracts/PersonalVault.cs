using Microsoft.EntityFrameworkCore;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Vault.Contracts;

/// <summary>
/// Kho dữ liệu của cá nhân, tổ chức: what was accepted or issued once is kept for its owner and offered instead of asking
/// again. Every act only adds to what the caller's next <see cref="Db.Save"/> writes, so it happens together with the
/// caller's own changes or not at all.
/// </summary>
public sealed class PersonalVault(Db db, EventLog log, TimeProvider clock, VaultReading reading, FileStore files)
{
    /// <summary>Đưa giấy tờ vào kho. The same paper of the same owner again gives the first item's id.</summary>
    public async Task<Guid> Deposit(NewVaultItem paper)
    {
        if (await Known(paper.Owner, paper.PaperId) is { } known) return known.Id;
        await files.Require([paper.Sha256]);
        var item = new VaultItem
        {
            Id = Guid.CreateVersion7(), OwnerKind = paper.Owner.Kind, OwnerNumber = paper.Owner.Number, PaperType = paper.PaperType,
            Title = paper.Title, PaperCode = paper.PaperCode, Number = paper.Number, IssuedOn = paper.IssuedOn, ValidTo = paper.ValidTo,
            Issuer = paper.Issuer, Origin = paper.Origin, SourceDossierId = paper.SourceDossierId, SourceDossierCode = paper.SourceDossierCode,
            PaperId = paper.PaperId, Sha256 = paper.Sha256, MediaType = paper.MediaType, DepositedAt = clock.GetUtcNow(),
            Assurance = paper.Proven ? "proven" : "asked",
            SubjectName = paper.Subject?.Name, SubjectNumber = paper.Subject?.Number, SubjectBorn = paper.Subject?.Born,
            Signature = paper.Signature, SignatureWords = paper.SignatureWords,
        };
        db.Add(item);
        if (paper.Replaces is { } older && await Known(paper.Owner, older) is { } replaced) replaced.ReplacedBy = item.Id;
        log.Record(Stream(item.Id), new PaperDeposited(item.Id, item.PaperType, item.PaperId, item.Sha256, item.Origin, item.SourceDossierId,
            paper.Replaces, paper.Proven ? null : item.Assurance));
        return item.Id;
    }

    public async Task<bool> Has(OwnerIdentity owner, Guid paperId) => await Known(owner, paperId) is not null;

    /// <summary>
    /// Giấy tờ của chủ sở hữu này có thể dùng thay: one per paper, newest first within a type. Expired and replaced papers are never offered.
    /// </summary>
    public async Task<IReadOnlyList<VaultOffer>> Offers(OwnerIdentity owner, IReadOnlyCollection<string> paperTypes, DateOnly today)
    {
        if (paperTypes.Count == 0) return [];
        var items = await Of(owner).Where(item => paperTypes.Contains(item.PaperType) && item.ReplacedBy == null
            && (item.Assurance == "proven" || item.Assurance == "accepted")
            && (item.ValidTo == null || item.ValidTo >= today)).ToListAsync();
        return [.. items.OrderBy(item => item.PaperType, StringComparer.Ordinal).ThenByDescending(item => item.IssuedOn ?? item.DepositedAt.Day())
            .ThenByDescending(item => item.Id).Select(item => item.Offer())];
    }

    /// <summary>Mọi giấy tờ của chủ sở hữu, newest first, with the dossiers that used each.</summary>
    public async Task<IReadOnlyList<VaultPaper>> Items(OwnerIdentity owner)
    {
        var today = clock.Today();
        var items = await Of(owner).Where(item => item.Assurance != "disowned").OrderByDescending(item => item.DepositedAt)
            .ThenByDescending(item => item.Id).ToListAsync();
        var ids = items.ConvertAll(item => item.Id);
        var uses = (await db.Set<ReuseRow>().AsNoTracking().Where(use => ids.Contains(use.ItemId)).OrderByDescending(use => use.At).ToListAsync())
            .ToLookup(use => use.ItemId, use => new PaperUse(use.DossierCode, use.Unit, use.At));
        return items.ConvertAll(item => new VaultPaper(item.Id, item.PaperType, item.Title, item.PaperCode, item.Number, item.IssuedOn, item.ValidTo,
            item.Issuer, item.Origin, item.SourceDossierCode, item.PaperId, item.Sha256, item.MediaType, item.DepositedAt,
            item.StateOn(today), [.. uses[item.Id]], item.Signature, item.SignatureWords, item.Subject));
    }

    /// <summary>
    /// Đồng ý cho dùng một giấy tờ vào một hồ sơ, given by the owner on their screen or said at the counter to the receiving
    /// officer. Consenting twice for one draft gives the first grant.
    /// </summary>
    /// <exception cref="Refused">403 when the actor does not stand for the owner; 404 not the owner's; 409 no longer valid.</exception>
    public async Task<Guid> Consent(OwnerIdentity owner, Guid itemId, Guid draftId, string procedureCode, string procedureName, Actor actor)
    {
        var basis = VaultPolicy.BasisOfConsent(actor, owner)
            ?? throw new Refused(403, "Chỉ chủ giấy tờ mới cho phép dùng giấy tờ trong kho. Đăng nhập bằng tài khoản của chủ giấy tờ");
        var item = await Of(owner).SingleOrDefaultAsync(item => item.Id == itemId)
            ?? throw Refused.NotFound("Không tìm thấy giấy tờ này trong kho. Mở lại kho giấy tờ để xem danh sách");
        if (!item.CanBeOffered(clock.Today()))
            throw Refused.WrongState("Giấy tờ này đã hết hiệu lực hoặc đã có bản thay thế. Chọn giấy tờ khác hoặc tải bản mới lên");
        if (await Tracked<PaperGrant>(grant => grant.DraftId == draftId && grant.ItemId == itemId && grant.WithdrawnAt == null) is { } given)
            return given.Id;
        var grant = new PaperGrant
        {
            Id = Guid.CreateVersion7(), ItemId = itemId, OwnerKind = owner.Kind, OwnerNumber = owner.Number, DraftId = draftId,
            ProcedureCode = procedureCode, ProcedureName = procedureName, Shared = [.. item.SharedFields], Basis = basis,
            GrantedBy = actor.AccountId, GrantedByName = actor.Name, GrantedAt = clock.GetUtcNow(),
        };
        db.Add(grant);
        log.Record(Stream(itemId), new ConsentGiven(grant.Id, itemId, draftId, procedureCode, basis));
        return grant.Id;
    }

    /// <summary>Thu hồi quyền. Before submission the paper is "cần cung cấp" again; after it, nobody may open it from the vault for that dossier.</summary>
    /// <exception cref="Refused">404 when there is no such grant of this owner.</exception>
    public async Task Withdraw(Guid grantId, OwnerIdentity owner)
    {
        var grant = await Tracked<PaperGrant>(grant => grant.Id == grantId);
        if (grant is null || grant.OwnerKind != owner.Kind || grant.OwnerNumber != owner.Number)
            throw Refused.NotFound("Không tìm thấy quyền này. Mở lại kho giấy tờ để xem các quyền đang có");
        if (!grant.IsActive) return;
        grant.WithdrawnAt = clock.GetUtcNow();
        log.Record(Stream(grant.ItemId), new ConsentWithdrawn(grant.Id, grant.ItemId, grant.DraftId));
    }

    /// <summary>Của tôi, hay không phải của tôi: the owner's word about a paper that somebody handed in under their number.</summary>
    /// <exception cref="Refused">404 when it is not there, not theirs, or no longer asked.</exception>
    public async Task Answer(Guid itemId, OwnerIdentity owner, bool mine)
    {
        var item = await Tracked<VaultItem>(item => item.Id == itemId);
        if (item is null || item.Owner != owner || item.Assurance != "asked")
            throw Refused.NotFound("Giấy tờ này không còn chờ ông/bà trả lời. Mở lại kho giấy tờ");
        (item.Assurance, item.AnsweredAt) = (mine ? "accepted" : "disowned", clock.GetUtcNow());
        log.Record(Stream(itemId), new PaperAnswered(itemId, mine));
    }

    /// <summary>Quyền đang có hiệu lực cho bản nháp (hoặc hồ sơ) này.</summary>
    public async Task<IReadOnlyList<VaultGrant>> ActiveGrants(Guid draftId) =>
        await Grants(db.Set<PaperGrant>().Where(grant => grant.DraftId == draftId || grant.DossierId == draftId));

    /// <summary>The paper that a grant lends; null: there is no such grant, or it was withdrawn.</summary>
    public async Task<Guid?> ItemOf(Guid grantId) =>
        await db.Set<PaperGrant>().AsNoTracking().Where(grant => grant.Id == grantId && grant.WithdrawnAt == null).Select(grant => (Guid?)grant.ItemId)
        .SingleOrDefaultAsync();

    /// <summary>What was said of the signatures of a kept paper, for whoever opens it from a dossier; null: it has none.</summary>
    public async Task<(string Kind, string Words)?> SignatureOf(Guid itemId) =>
        await db.Set<VaultItem>().AsNoTracking().Where(item => item.Id == itemId && item.Signature != null)
            .Select(item => new { item.Signature, item.SignatureWords }).SingleOrDefaultAsync()
            is { } said ? (said.Signature!, said.SignatureWords ?? "") : null;

    /// <summary>Mọi quyền chủ sở hữu đang cho, newest first.</summary>
    public async Task<IReadOnlyList<VaultGrant>> GrantsOf(OwnerIdentity owner) =>
        await Grants(db.Set<PaperGrant>().Where(grant => grant.OwnerKind == owner.Kind && grant.OwnerNumber == owner.Number));

    /// <summary>
    /// Dùng giấy tờ cho hồ sơ vừa nộp: marks the grant, counts the reuse, writes the owner's access record. The same use
    /// again changes nothing.
    /// </summary>
    /// <param name="unitName">The unit that will work with the paper, as the owner will read it.</param>
    /// <exception cref="Refused">409 when consent was withdrawn, the paper expired meanwhile, or the grant served another dossier.</exception>
    public async Task<VaultOffer> Use(Guid grantId, Guid dossierId, string dossierCode, string unitName)
    {
        var grant = await Tracked<PaperGrant>(grant => grant.Id == grantId)
            ?? throw Refused.NotFound("Không tìm thấy quyền dùng giấy tờ này. Chọn lại giấy tờ từ kho");
        var item = (await Tracked<VaultItem>(item => item.Id == grant.ItemId))!;
        if (!grant.IsActive) throw Refused.WrongState($"Quyền dùng “{item.Title}” đã được thu hồi. Chọn lại từ kho hoặc thêm tệp");
        if (grant.UsedAt is not null)
        {
            if (grant.DossierId == dossierId) return item.Offer();
            throw Refused.WrongState($"Quyền dùng “{item.Title}” đã dùng cho hồ sơ khác. Chọn lại giấy tờ từ kho");
        }
        var now = clock.GetUtcNow();
        if (!item.CanBeOffered(now.Day()))
            throw Refused.WrongState($"“{item.Title}” đã hết hiệu lực hoặc đã có bản thay thế. Chọn giấy tờ khác hoặc tải bản mới lên");
        await files.Require([item.Sha256]);
        (grant.UsedAt, grant.DossierId, grant.DossierCode) = (now, dossierId, dossierCode);
        db.Add(new ReuseRow
        {
            Id = Guid.CreateVersion7(), ItemId = item.Id, GrantId = grant.Id, DossierId = dossierId, DossierCode = dossierCode,
            PaperType = item.PaperType, At = now, Unit = unitName,
        });
        log.Record(Stream(item.Id), new PaperReused(item.Id, grant.Id, dossierId, dossierCode, item.PaperType, unitName));
        reading.RecordReuse(item, grant, dossierId, dossierCode, unitName);
        return item.Offer();
    }

    /// <summary>Số lượt tái sử dụng from the first day to the last, both counted.</summary>
    public Task<long> ReuseCount(DateOnly from, DateOnly to)
    {
        var begin = VietnamTime.At(from, TimeOnly.MinValue).ToUniversalTime();
        var end = VietnamTime.At(to.AddDays(1), TimeOnly.MinValue).ToUniversalTime();
        return db.Set<ReuseRow>().LongCountAsync(use => use.At >= begin && use.At < end);
    }

    internal static string Stream(Guid itemId) => $"vault/{itemId}";

    private IQueryable<VaultItem> Of(OwnerIdentity owner) => db.Set<VaultItem>().AsNoTracking()
        .Where(item => item.OwnerKind == owner.Kind && item.OwnerNumber == owner.Number && !item.Hidden);

    private Task<VaultItem?> Known(OwnerIdentity owner, Guid paperId) =>
        Tracked<VaultItem>(item => item.OwnerKind == owner.Kind && item.OwnerNumber == owner.Number && item.PaperId == paperId);

    // What this transaction has added but not yet saved counts as well.
    private async Task<T?> Tracked<T>(System.Linq.Expressions.Expression<Func<T, bool>> which) where T : class =>
        db.Set<T>().Local.FirstOrDefault(which.Compile()) ?? await db.Set<T>().SingleOrDefaultAsync(which);

    private static async Task<IReadOnlyList<VaultGrant>> Grants(IQueryable<PaperGrant> which) =>
        await which.AsNoTracking().Where(grant => grant.WithdrawnAt == null).OrderByDescending(grant => grant.GrantedAt)
            .Select(grant => new VaultGrant(grant.Id, grant.ItemId, grant.Item.PaperType, grant.Item.Title, grant.Item.Issuer, grant.Item.IssuedOn,
                grant.Item.PaperId, grant.Item.Sha256, grant.Item.MediaType, grant.DraftId, grant.ProcedureCode, grant.ProcedureName, grant.Shared,
                grant.GrantedAt, grant.DossierId, grant.DossierCode, grant.UsedAt)).ToListAsync();
}
