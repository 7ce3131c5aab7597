using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Filing.Fill;

/// <summary>
/// Bản nháp: begun, filled, kept 30 days. A draft of an account opens to that account alone; one without an account opens
/// to whoever holds its key, and becomes an account's only when that person says so: on a shared machine the key may be
/// somebody else's. Anybody else gets a 404.
/// </summary>
internal sealed class DraftDesk(Db db, LooseFiles loose, CurrentActor current, Budgets budgets, TimeProvider clock,
    ProcedureCatalogue catalogue, FormLibrary forms, SubmissionWriter submissions)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(30);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The account that may own drafts; officials fill in nothing for themselves here.</summary>
    private Guid? Account => current.Value is { IsStaff: false, AccountId: { } id } ? id : null;

    /// <summary>The procedure as it can be filed here today.</summary>
    /// <exception cref="Refused">404 unknown, 410 withdrawn or filed elsewhere.</exception>
    public async Task<ProcedureVersionView> Procedure(string codeOrAlias)
    {
        var version = Open(await catalogue.Get(codeOrAlias) ?? throw new Refused(404, "Không có thủ tục này. Tìm lại thủ tục theo tên, hoặc gọi 1022"));
        // A new draft is asked the newest published form; a draft begun before keeps its own.
        return version with { FormVersion = await forms.LatestVersion(version.FormCode) ?? version.FormVersion };
    }

    public static ProcedureVersionView Open(ProcedureVersionView version)
    {
        if (version.Withdrawn)
            throw new Refused(410, $"Thủ tục \"{version.PlainTitle}\" không còn áp dụng{(version.WithdrawnReason is { Length: > 0 } why ? $": {why}" : "")}. "
                + $"Tìm thủ tục thay thế, hoặc gọi 1022");
        if (version.Door == FilingDoor.NationalPortal)
            throw new Refused(410, $"Thủ tục \"{version.PlainTitle}\" hiện nộp trên Cổng Dịch vụ công quốc gia (dichvucong.gov.vn), hoặc tại bộ phận một cửa. "
                + $"Gọi 1022 để được giúp");
        return version;
    }

    /// <summary>Begins a draft and saves it. The key is told once; only its hash is kept.</summary>
    public async Task<(Draft Draft, string Token)> Start(ProcedureVersionView version)
    {
        var begun = Begin(version, null, null);
        await db.Save();
        return begun;
    }

    /// <summary>Begins a draft of the account that is filled already.</summary>
    public async Task StartWith(ProcedureVersionView version, JsonObject answers)
    {
        Begin(version, null, null).Draft.Answers = answers.ToJsonString();
        await db.Save();
    }

    /// <summary>The same for a caller that saves it together with something else.</summary>
    /// <param name="chosen">The key that the caller made; null: one is made here.</param>
    public (Draft Draft, string Token) Begin(ProcedureVersionView version, string? office, string? unit, string? chosen = null,
        ForeignReference? foreign = null)
    {
        budgets.Spend(Doors.Draft);
        var token = chosen ?? RandomKey.New();
        var progress = new DraftProgress { Unit = unit };
        var draft = new Draft
        {
            Id = Guid.CreateVersion7(), TokenHash = DraftToken.Hash(token), AccountId = Account, ProcedureCode = version.Code,
            ProcedureVersionId = version.VersionId, FormCode = version.FormCode, FormVersion = version.FormVersion, OfficeCode = office,
            Answers = "{}", Progress = (unit is null ? progress : progress.WithDone(DraftTasks.Place, true)).Write(),
            CreatedAt = Now, SavedAt = Now, ExpiresAt = Now + Lasts, ForeignSystem = foreign?.System, ForeignId = foreign?.Id,
        };
        db.Add(draft);
        return (draft, token);
    }

    /// <summary>The draft of this id, or a 404 when it is not there or not the asker's.</summary>
    public async Task<Draft> Load(Guid id, IReadOnlyList<string> tokens)
    {
        var now = Now;
        var draft = await db.Set<Draft>().SingleOrDefaultAsync(d => d.Id == id && d.ExpiresAt > now);
        if (draft is null || !IsTheirs(draft, tokens))
            throw new Refused(404, "Không tìm thấy bản nháp này, hoặc bản nháp đã quá 30 ngày. Bắt đầu lại từ trang thủ tục");
        return draft;
    }

    /// <summary>A file of a draft of the asker's; one question, so that "not there" and "not yours" are the same.</summary>
    public Task<DraftFile?> File(Guid id, IReadOnlyList<string> tokens)
    {
        var (account, now, hashes) = (Account, Now, tokens.Select(DraftToken.Hash).ToList());
        return db.Set<DraftFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && db.Set<Draft>().Any(d => d.Id == f.DraftId && d.ExpiresAt > now
            && (d.AccountId != null ? d.AccountId == account : hashes.Contains(d.TokenHash))));
    }

    /// <summary>The open draft of this key.</summary>
    /// <exception cref="Refused">404: there is none, or it is by now the draft of an account that must sign in.</exception>
    public async Task<Draft> ByToken(string token)
    {
        var (now, hash) = (Now, DraftToken.Hash(token));
        var draft = await db.Set<Draft>().SingleOrDefaultAsync(d => d.TokenHash == hash && d.DossierId == null && d.ExpiresAt > now)
            ?? throw new Refused(404, "Không tìm thấy bản nháp này, hoặc bản nháp đã quá 30 ngày. Bắt đầu lại từ trang thủ tục");
        return IsTheirs(draft, [token]) ? draft : throw new Refused(404, "Bản nháp này đã gắn với một tài khoản. Đăng nhập tài khoản đó, mở Hồ sơ của tôi");
    }

    /// <summary>
    /// The asker's draft of the procedure that is not yet a dossier: that of the account first, then the one whose key was taken up last; null when there is
    /// none.
    /// </summary>
    public async Task<Draft?> Latest(string procedureCode, IReadOnlyList<string> tokens)
    {
        var keys = tokens.Select(token => Convert.ToHexString(DraftToken.Hash(token))).ToList();
        return (await Find(tokens, d => d.ProcedureCode == procedureCode && d.DossierId == null))
            .OrderBy(d => d.AccountId is null).ThenBy(d => d.AccountId is null ? keys.IndexOf(Convert.ToHexString(d.TokenHash)) : 0).FirstOrDefault();
    }

    /// <summary>The asker's latest draft of the procedure that has become a dossier; for those who come Back to a page of it.</summary>
    public async Task<Draft?> LatestSent(string procedureCode, IReadOnlyList<string> tokens) =>
        await Find(Account is null ? tokens : [], d => d.ProcedureCode == procedureCode && d.DossierId != null) is [var draft, ..] ? draft : null;

    /// <summary>All open drafts of the account, the last saved first.</summary>
    public Task<IReadOnlyList<Draft>> Mine() => Find([], d => d.DossierId == null);

    /// <summary>The same, of what another system calls by this name; null: all.</summary>
    public Task<IReadOnlyList<Draft>> Mine(ForeignReference? foreign) => foreign is not var (system, id) ? Mine()
        : Find([], d => d.DossierId == null && d.ForeignSystem == system && d.ForeignId == id);

    /// <summary>Open drafts begun in this browser by somebody who had not signed in.</summary>
    public Task<IReadOnlyList<Draft>> Unclaimed(IReadOnlyList<string> tokens) => Find(tokens, d => d.DossierId == null && d.AccountId == null);

    /// <summary>Whether somebody who is signed in must first say that the draft is theirs.</summary>
    public bool MustClaim(Draft draft) => draft.AccountId is null && draft.DossierId is null && Account is not null;

    /// <summary>Đây là hồ sơ của tôi: from now on the account's alone, and its link leads to the sign-in.</summary>
    public Task Claim(Draft draft) => Change(draft, () =>
    {
        if (Account is not { } account) throw new Refused(401, "Đăng nhập để gắn bản nháp với tài khoản");
        if (draft.AccountId is { } other && other != account) throw Refused.NotFound("Bản nháp này đã gắn với một tài khoản khác");
        draft.AccountId = account;
    });

    public Task<ProcedureVersionView?> VersionOf(Draft draft) => catalogue.GetVersion(draft.ProcedureVersionId);

    /// <summary>The dossier that the draft became; null while it is open.</summary>
    public Task<Submitted?> Filed(Draft draft) => draft.DossierId is null ? Task.FromResult<Submitted?>(null) : submissions.Earlier(draft.Id);

    private async Task<IReadOnlyList<Draft>> Find(IReadOnlyList<string> tokens, System.Linq.Expressions.Expression<Func<Draft, bool>> which)
    {
        var (account, now, hashes) = (Account, Now, tokens.Select(DraftToken.Hash).ToList());
        if (account is null && hashes.Count == 0) return [];
        return await db.Set<Draft>().Where(which)
            .Where(d => d.ExpiresAt > now && ((account != null && d.AccountId == account) || (d.AccountId == null && hashes.Contains(d.TokenHash))))
            .OrderByDescending(d => d.SavedAt).Take(50).ToListAsync();
    }

    private bool IsTheirs(Draft draft, IReadOnlyList<string> tokens) => draft.AccountId is { } owner
        ? owner == Account
        : tokens.Any(token => DraftToken.Hash(token).AsSpan().SequenceEqual(draft.TokenHash));

    /// <summary>Puts in what one topic answered. Two tabs that save at once both keep their answers.</summary>
    public Task SaveAnswers(Draft draft, FormPage page, FormPageReading reading) => Change(draft, () =>
    {
        draft.Answers = FormAnswers.Merge(AnswersOf(draft), page, reading).ToJsonString();
        draft.Progress = DraftProgress.Read(draft.Progress).WithDone(page.Key, reading.Ok)
            .WithTyped(page.Key, reading.NotRight(page).Count > 0 ? reading.Raw.Of(page) : null).Write();
    });

    /// <summary>Replaces all answers, for programs; judged when the dossier is submitted.</summary>
    public Task PutAnswers(Draft draft, JsonObject answers) => Change(draft, () =>
    {
        draft.Answers = answers.ToJsonString();
        draft.Progress = (DraftProgress.Read(draft.Progress) with { Typed = new Dictionary<string, IReadOnlyDictionary<string, string[]>>() }).Write();
    });

    public static JsonObject AnswersOf(Draft draft) => JsonNode.Parse(draft.Answers)!.AsObject();

    public Task SaveProgress(Draft draft, Func<DraftProgress, DraftProgress> change) =>
        Change(draft, () => draft.Progress = change(DraftProgress.Read(draft.Progress)).Write());

    public async Task Change(Draft draft, Action change)
    {
        RequireOpen(draft);
        change();
        try
        {
            await Save(draft);
            return;
        }
        catch (DbUpdateConcurrencyException) { /* somebody was first: once more, with the row held */ }
        await using var transaction = await db.Begin();
        await db.Database.ExecuteSqlAsync($"select from filing.draft where id = {draft.Id} for update");
        await db.Entry(draft).ReloadAsync();
        if (db.Entry(draft).State is EntityState.Detached) throw DraftLock.Gone;
        RequireOpen(draft);
        change();
        await Save(draft);
        await db.Commit(transaction);
    }

    public static void RequireOpen(Draft draft)
    {
        if (draft.DossierId is not null) throw DraftLock.Filed;
    }

    /// <summary>Xóa bản nháp: at once, with its file rows; the bytes go with the next sweep, when nobody else refers to them.</summary>
    public async Task Delete(Draft draft)
    {
        RequireOpen(draft);
        await using var transaction = await db.Begin();
        await DraftLock.Take(db, draft, Now);
        await loose.Note(await db.Database.SqlQuery<string>($"""
            delete from filing.draft_file where draft_id = {draft.Id} returning sha256 as "Value"
            """).ToListAsync());
        db.Remove(draft);
        await db.Commit(transaction);
    }

    /// <summary>
    /// Drafts past their 30 days, with their file rows. A draft that became a dossier stays: it is the key against a second one.
    /// </summary>
    public async Task<int> DeleteExpired()
    {
        var now = Now;
        var (gone, step) = (0, 0);
        do
        {
            await using var transaction = await db.Begin();
            var drafts = await db.Database.SqlQuery<Guid>($"""
                select id as "Value" from filing.draft where dossier_id is null and expires_at < {now} order by expires_at limit {Purge.Step}
                for update skip locked
                """).ToArrayAsync();
            await loose.Note(await db.Database.SqlQuery<string>($"""
                delete from filing.draft_file where draft_id = any({drafts}) returning sha256 as "Value"
                """).ToListAsync());
            step = await db.Database.ExecuteSqlAsync($"delete from filing.draft where id = any({drafts})");
            await db.Commit(transaction);
            gone += step;
        } while (step == Purge.Step);
        while (await HandOvers.DeleteExpired(db, now) == Purge.Step) { /* the next ones */ }
        return gone;
    }

    private async Task Save(Draft draft)
    {
        draft.SavedAt = Now;
        draft.ExpiresAt = Now + Lasts;
        draft.Version++;
        await db.Save();
    }
}
