using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.ReasonRows;

/// <summary>What is typed about a reason.</summary>
/// <param name="Seen">Revision of the draft that was looked at; 0: there was none.</param>
internal sealed record ReasonWish(string Act, int Seen, string? Words, string? LegalBasis, DateOnly From, string? Why);

/// <summary>
/// Đề nghị, duyệt, rút một thay đổi của danh mục lý do. A reason pauses the clock or ends a dossier, so two people stand behind each; its rows are
/// never deleted once their day has come, and a dossier keeps the words of its day.
/// </summary>
internal sealed class ChangeReason(Db db, EventLog log, CurrentActor current, ReasonReading reading, TimeProvider clock)
{
    public const int LongestWords = 200;
    public const int LongestBasis = 300;

    private Guid By => current.Value.AccountId ?? throw new Refused(403, "Đăng nhập để làm việc này");

    /// <returns>The code of the new reason.</returns>
    public async Task<string> Add(ReasonKind kind, ReasonWish wish)
    {
        await using var transaction = await Begin();
        var (words, basis, why) = await Read(kind, null, wish);
        var code = await NewCode(kind.Code, words);
        Keep(kind.Code, code, wish with { Act = ReasonChange.Add }, words, basis, why, null, null);
        await db.Commit(transaction);
        return code;
    }

    /// <summary>Writes the proposal, or writes the open one anew.</summary>
    public async Task Propose(ReasonKind kind, string code, ReasonWish wish)
    {
        await using var transaction = await Begin();
        var line = await reading.One(kind.Code, code);
        var open = line.Draft is { Id: var id } ? await db.Set<ReasonChange>().SingleAsync(row => row.Id == id) : null;
        if (open is not null && open.Act != wish.Act)
            throw Refused.WrongState($"Đang có đề nghị chờ duyệt: {open.ActWords.ToLowerInvariant()}. Rút đề nghị đó trước");
        if (open is null && wish.Act == ReasonChange.Add) throw Refused.WrongState("Người khác vừa duyệt hoặc rút đề nghị này. Xem lại trang");
        if ((open?.Revision ?? 0) != wish.Seen) throw Refused.WrongState("Người khác vừa viết hoặc xử lý đề nghị về lý do này. Xem lại rồi bấm lần nữa");
        var now = wish.Act == ReasonChange.Add ? null : Lasting(line, code);
        if (wish.Act == ReasonChange.End) wish = wish with { Words = now!.Words, LegalBasis = now.LegalBasis };
        var (words, basis, why) = await Read(kind, line, wish);
        Keep(kind.Code, code, wish, words, basis, why, now, open);
        await db.Commit(transaction);
    }

    public async Task Approve(ReasonKind kind, string code, Guid id, int revision, string? reason)
    {
        var why = Why(reason, "approveReason");
        await using var transaction = await Begin();
        var row = await Load(kind, code, id, revision);
        // Under a delegation from an author one is the author.
        if (current.Value.ActsFor is { AccountId: var giver } && row.Hands.Contains(giver))
            throw new Refused(403, "Người ủy quyền đã viết đề nghị này nên không duyệt thay được. Nhờ người khác duyệt");
        row.Approve(By, current.Value.Name, clock.GetUtcNow());
        if (row.ValidFrom < Earliest(row.Act)) throw Refused.WrongState($"Ngày áp dụng {Vi.Date(row.ValidFrom)} đã qua. Sửa ngày rồi duyệt");
        if (row.Act != ReasonChange.End && await Same(kind.Code, code, row.Words)) throw Refused.WrongState("Danh mục nay đã có lý do này. Rút đề nghị");
        var line = await reading.One(kind.Code, code);
        await db.Save();
        if (row.Act == ReasonChange.Add) await Insert(row);
        else
        {
            var now = Lasting(line, code);
            if (now.ValidFrom >= row.ValidFrom) throw Refused.WrongState($"Lời hiện nay dùng từ {Vi.Date(now.ValidFrom)}. Chọn ngày áp dụng sau ngày đó");
            var last = row.ValidFrom.AddDays(-1);
            await db.Database.ExecuteSqlAsync($"""
                update dossiers.reason set valid_to = {last} where kind = {kind.Code} and code = {code} and valid_from = {now.ValidFrom}
                """);
            if (row.Act == ReasonChange.Change) await Insert(row);
        }
        Record(row, new ReasonApproved(id, kind.Code, code, row.Act, row.ValidFrom), why);
        await db.Commit(transaction);
    }

    public async Task Withdraw(ReasonKind kind, string code, Guid id, int revision, string? reason)
    {
        var why = Why(reason, "withdrawReason");
        await using var transaction = await Begin();
        var row = await Load(kind, code, id, revision);
        var approved = row.State == ReasonChange.Approved;
        row.Withdraw(current.Value.Name, clock.GetUtcNow(), clock.Today());
        if (approved)
        {
            var last = row.ValidFrom.AddDays(-1);
            await db.Database.ExecuteSqlAsync($"delete from dossiers.reason where change_id = {id}");
            await db.Database.ExecuteSqlAsync($"""
                update dossiers.reason set valid_to = null where kind = {kind.Code} and code = {code} and valid_to = {last}
                """);
        }
        Record(row, new ReasonWithdrawn(id, kind.Code, code), why);
        await db.Commit(transaction);
    }

    /// <summary>Whoever chose a reason this morning has read its words of today: a change or an end begins tomorrow.</summary>
    public DateOnly Earliest(string act) => act == ReasonChange.Add ? clock.Today() : clock.Today().AddDays(1);

    private async Task<IDbContextTransaction> Begin()
    {
        if (!current.Value.Has(Roles.ProcedureOfficer, Roles.Administrator))
            throw new Refused(403, "Chỉ cán bộ kiểm soát thủ tục hoặc quản trị sửa được danh mục lý do");
        var transaction = await db.Begin();
        await db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtext('dossiers.reason'))");
        return transaction;
    }

    /// <summary>All that is wrong, at once.</summary>
    private async Task<(string Words, string? Basis, string Why)> Read(ReasonKind kind, ReasonLine? line, ReasonWish wish)
    {
        var problems = new List<FieldProblem>();
        string Take(Func<string> read)
        {
            try { return read(); }
            catch (Refused refused) { problems.AddRange(refused.Problems); return ""; }
        }
        var words = Take(() => TypedText.Within(VietnameseText.Clean(wish.Words ?? "").TrimEnd('.', ' '), LongestWords, "Lời của lý do", "words"));
        var basis = Take(() => TypedText.Within(VietnameseText.Clean(wish.LegalBasis ?? ""), LongestBasis, "Căn cứ pháp lý", "basis"));
        var why = Take(() => Why(wish.Why, "why"));
        var now = wish.Act == ReasonChange.Change && line?.Rows is [.., var last] ? last : null;
        if (wish.Act != ReasonChange.End && problems.TrueForAll(problem => problem.Field != "words"))
        {
            if (VietnameseText.Fold(words).Count(char.IsLetter) < 3) problems.Add(new("words", "Nhập lời của lý do, ví dụ “Mờ, mất góc, không đọc được”"));
            else if (now is not null && now.Words == words && (now.LegalBasis ?? "") == basis) problems.Add(new("words", "Lời và căn cứ giống hệt đang dùng"));
            else if (await Same(kind.Code, line?.Code, words)) problems.Add(new("words", "Danh mục đã có lý do này"));
        }
        var earliest = Earliest(wish.Act);
        if (wish.From < earliest) problems.Add(new("from", $"Chọn ngày từ {Vi.Date(earliest)} trở đi"));
        else if (wish.From > clock.Today().AddYears(5)) problems.Add(new("from", "Chọn ngày trong vòng 5 năm tới"));
        return problems.Count > 0 ? throw new Refused(400, problems[0].Message, problems: problems) : (words, basis.Length > 0 ? basis : null, why);
    }

    /// <summary>The row that lasts, when nothing is coming that would be lost under a further change.</summary>
    private ReasonRow Lasting(ReasonLine line, string code)
    {
        if (code == Reasons.Other) throw Refused.WrongState("“Lý do khác” luôn phải có, nên không đổi và không thôi dùng được");
        if (line.Rows is not [.., var last]) throw Refused.WrongState("Lý do này chưa được duyệt nên chưa đổi được");
        if (last.ValidTo is { } end) throw Refused.WrongState($"Lý do này {(end < clock.Today() ? "đã thôi dùng" : "được dùng")} hết ngày {Vi.Date(end)}");
        return last.ValidFrom <= clock.Today() ? last
            : throw Refused.WrongState($"Đã có thay đổi áp dụng từ {Vi.Date(last.ValidFrom)}. Rút thay đổi đó hoặc chờ đến ngày");
    }

    private async Task<bool> Same(string kind, string? code, string words)
    {
        var (today, folded) = (clock.Today(), VietnameseText.Fold(words));
        return (await reading.Lines(kind)).Any(line => line.Code != code && (line.Rows.Any(row => (row.ValidTo is null || row.ValidTo >= today)
            && VietnameseText.Fold(row.Words) == folded) || line.Draft is { Act: not ReasonChange.End } draft && VietnameseText.Fold(draft.Words) == folded));
    }

    private void Keep(string kind, string code, ReasonWish wish, string words, string? basis, string why, ReasonRow? now, ReasonChange? open)
    {
        if (open is null)
        {
            open = new ReasonChange
            {
                Id = Guid.CreateVersion7(), Kind = kind, Code = code, Act = wish.Act, ValidFrom = wish.From, Words = words, LegalBasis = basis,
                BeforeWords = now?.Words, BeforeBasis = now?.LegalBasis, Reason = why, MadeBy = current.Value.Name, MadeAt = clock.GetUtcNow(), Hands = [By],
            };
            db.Add(open);
        }
        else
        {
            (open.ValidFrom, open.Words, open.LegalBasis, open.BeforeWords, open.BeforeBasis, open.Reason, open.MadeBy) =
                (wish.From, words, basis, now?.Words, now?.LegalBasis, why, current.Value.Name);
            if (!open.Hands.Contains(By)) open.Hands = [.. open.Hands, By];
            open.Revision++;
        }
        Record(open, new ReasonProposed(open.Id, kind, code, open.Act, open.ValidFrom, now?.Words, open.Act == ReasonChange.End ? null : words, basis), why);
    }

    /// <summary>In its old place of the list, a new one at its end.</summary>
    private Task Insert(ReasonChange row) => db.Database.ExecuteSqlAsync($"""
        insert into dossiers.reason (kind, code, words, legal_basis, seq, valid_from, change_id)
        select {row.Kind}, {row.Code}, {row.Words}, {row.LegalBasis}::text, coalesce(max(seq) filter (where code = {row.Code}), max(seq) + 1), {row.ValidFrom},
            {row.Id}
        from dossiers.reason where kind = {row.Kind}
        """);

    private async Task<ReasonChange> Load(ReasonKind kind, string code, Guid id, int revision)
    {
        var row = await db.Set<ReasonChange>().SingleOrDefaultAsync(one => one.Id == id && one.Kind == kind.Code && one.Code == code)
            ?? throw Refused.NotFound("Không có đề nghị này. Chọn lại trong danh mục lý do");
        return row.Revision == revision ? row : throw Refused.WrongState("Người khác vừa thay đổi đề nghị này. Xem lại rồi bấm lần nữa");
    }

    /// <summary>"Thiếu chữ ký số" → thieuChuKySo: figures are counted by it, programs give it.</summary>
    private async Task<string> NewCode(string kind, string words)
    {
        var parts = VietnameseText.Fold(words).Split([.. " ,.;:()/-“”\"'"], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => new string([.. part.Where(char.IsAsciiLetterOrDigit)])).Where(part => part.Length > 0).ToList();
        var name = "";
        foreach (var part in parts)
            if (name.Length + part.Length <= 40) name += name.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..];
        if (name.Length == 0) name = "lyDo";
        var taken = (await reading.Lines(kind)).Select(line => line.Code).ToHashSet(StringComparer.Ordinal);
        taken.UnionWith(await db.Set<ReasonChange>().Where(row => row.Kind == kind).Select(row => row.Code).ToListAsync());
        for (var no = 1; ; no++)
            if (taken.Add(no == 1 ? name : $"{name}{no}")) return no == 1 ? name : $"{name}{no}";
    }

    private void Record(ReasonChange row, object fact, string reason) => log.Record($"reason/{row.Id}", fact, reason);

    private static string Why(string? typed, string field)
    {
        var why = VietnameseText.Clean(typed ?? "");
        return why.Length == 0 ? throw new Refused(400, "Nhập lý do hoặc căn cứ, ví dụ số và ngày của văn bản", field)
            : TypedText.Within(why, 300, "Vì sao đổi", field);
    }
}
