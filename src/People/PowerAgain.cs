using Microsoft.EntityFrameworkCore;
using MotCua.People.Contracts;
using MotCua.People.Programs;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Outside;

namespace MotCua.People;

/// <summary>
/// Accounts that were blocked or had ended when the database was put back are so again, before anybody can sign in. The
/// password of a restored account may be the one that was changed because others knew it: it opens nothing any more.
/// </summary>
internal static class PowerAgain
{
    public static async Task Apply(Db db, EventLog log, Lost lost)
    {
        var acts = Acts<AccountBlocked>(lost, fact => fact.AccountId, "đã khóa lại", (account, line) => account.BlockedAt ??= line.Written)
            .Concat(Acts<AccountUnblocked>(lost, fact => fact.AccountId, "đã mở khóa lại", (account, _) => account.BlockedAt = null))
            .Concat(Acts<AccountEnded>(lost, fact => fact.AccountId, "đã chấm dứt lại", (account, line) => account.DisabledAt ??= line.Written))
            .Concat(Acts<PasswordChanged>(lost, fact => fact.AccountId, "mật khẩu cũ không dùng được nữa; cấp lại", (account, _) => Close(account)))
            .Concat(Acts<PasswordReset>(lost, fact => fact.AccountId, "mật khẩu cũ không dùng được nữa; cấp lại", (account, _) => Close(account)));
        foreach (var act in acts.OrderBy(act => act.Line.Written))
        {
            if (await db.Set<Account>().FindAsync(act.AccountId) is not { } account) continue;
            act.Apply(account, act.Line);
            account.Version++;
            log.Record($"account/{account.Id}", act.Fact, $"Đối chiếu sau khi khôi phục: {act.Line.Reason ?? act.Words}");
            lost.Say("People", $"Tài khoản {account.Username} ({account.DisplayName}): {act.Words}");
        }
        foreach (var (line, ended) in lost.Facts<ProgramSecretEnded>())
        {
            if (await db.Set<ProgramSecret>().FindAsync(ended.SecretId) is not { } secret) continue;
            var until = ended.LastDay is { } last ? ProgramSecret.After(last) : line.Written;
            if (secret.EndedAt <= until) continue;
            secret.EndedAt = until;
            log.Record($"account/{ended.AccountId}", ended, $"Đối chiếu sau khi khôi phục: {line.Reason ?? "đã thu hồi khóa"}");
            lost.Say("People", $"Đã thu hồi lại một khóa của chương trình kết nối, cấp {secret.MadeAt:dd/MM/yyyy}");
        }
        foreach (var (line, ended) in lost.Facts<RepresentationEnded>())
        {
            if (await db.Database.SqlQuery<Body>($"select id, name from people.organisation where tax_code = {ended.TaxCode}").ToListAsync() is not [var body])
                continue;
            var rows = await db.Set<Representation>().Where(r => r.AccountId == ended.AccountId && r.OrganisationId == body.Id
                && r.FromDate <= ended.ValidTo && (r.ToDate == null || r.ToDate > ended.ValidTo)).ToListAsync();
            if (rows.Count == 0) continue;
            foreach (var row in rows) row.ToDate = ended.ValidTo;
            log.Record($"account/{ended.AccountId}", ended, $"Đối chiếu sau khi khôi phục: {line.Reason ?? "đã thôi đại diện"}");
            lost.Say("People", $"Đã cho thôi lại việc đại diện {body.Name} (mã số thuế {ended.TaxCode}), hết ngày {ended.ValidTo:dd/MM/yyyy}");
        }
    }

    private static void Close(Account account) => (account.PasswordHash, account.MustChange) = (Passwords.Hash(Passwords.OneTime()), true);

    private static IEnumerable<Act> Acts<T>(Lost lost, Func<T, Guid> account, string words, Action<Account, JournalLine> apply) where T : class =>
        lost.Facts<T>().Select(one => new Act(one.Line, one.Data, account(one.Data), words, apply));

    private sealed record Body(Guid Id, string Name);

    private sealed record Act(JournalLine Line, object Fact, Guid AccountId, string Words, Action<Account, JournalLine> Apply);
}
