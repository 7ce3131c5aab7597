using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MotCua.Messages.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Messages.Texts;

/// <summary>
/// Soạn, duyệt, rút lời của một tin. An approved one becomes a row of messages.template, which the next message from its day on reads; what
/// has been queued keeps its words.
/// </summary>
internal sealed class ChangeText(Db db, EventLog log, CurrentActor current, TextReading reading, TimeProvider clock)
{
    public const int LongestReason = 300;

    private Guid By => current.Value.AccountId ?? throw new Refused(403, "Đăng nhập để làm việc này");

    /// <param name="seen">Revision of the draft that was looked at; 0: there was none.</param>
    public async Task Write(string happening, string channel, int seen, string? subject, string text, DateOnly from, string? reason)
    {
        await using var transaction = await Begin();
        var now = await reading.One(happening, channel);
        var (delivered, rules) = await reading.Rules(happening, channel);
        var problems = reading.Problems(rules, subject, text).ToList();
        if (from < clock.Today()) problems.Add(new("from", $"Chọn ngày từ hôm nay ({Vi.Date(clock.Today())}) trở đi"));
        // The same words once more say that the newer ones of the product are not taken.
        if (text == now.Text && subject == now.Subject && !now.Newer) problems.Add(new("text", "Lời này giống hệt lời đang dùng"));
        var why = "";
        try { why = Reason(reason); }
        catch (Refused refused) { problems.AddRange(refused.Problems); }
        if (problems.Count > 0) throw new Refused(400, problems[0].Message, problems: problems);
        var open = await db.Set<TextChange>().SingleOrDefaultAsync(row => row.Event == happening && row.Channel == channel && row.State == TextChange.Draft);
        if ((open?.Revision ?? 0) != seen) throw Refused.WrongState("Người khác vừa soạn hoặc xử lý lời của tin này. Xem lại rồi bấm lần nữa");
        if (open is null)
        {
            open = new TextChange
            {
                Id = Guid.CreateVersion7(), Event = happening, Channel = channel, ValidFrom = from, Subject = subject, Text = text, BeforeSubject = now.Subject,
                BeforeText = now.Text, Reason = why, MadeBy = current.Value.Name, MadeAt = clock.GetUtcNow(), Hands = [By],
                KnownSubject = delivered.Subject, KnownText = delivered.Text,
            };
            db.Add(open);
        }
        else
        {
            (open.ValidFrom, open.Subject, open.Text, open.BeforeSubject, open.BeforeText, open.Reason, open.MadeBy) =
                (from, subject, text, now.Subject, now.Text, why, current.Value.Name);
            (open.KnownSubject, open.KnownText) = (delivered.Subject, delivered.Text);
            if (!open.Hands.Contains(By)) open.Hands = [.. open.Hands, By];
            open.Revision++;
        }
        Record(open, new MessageTextDrafted(open.Id, happening, channel, from, subject, text), why);
        await db.Commit(transaction);
    }

    public async Task Approve(string happening, string channel, Guid id, int revision, string? reason)
    {
        var why = Reason(reason, "approveReason");
        await using var transaction = await Begin();
        var row = await Load(happening, channel, id, revision);
        // Under a delegation from an author one is the author.
        if (current.Value.ActsFor is { AccountId: var giver } && row.Hands.Contains(giver))
            throw new Refused(403, "Người ủy quyền đã soạn lời này nên không duyệt thay được. Nhờ người khác duyệt");
        row.Approve(By, current.Value.Name, clock.GetUtcNow(), clock.Today());
        // A version of the product that came meanwhile may tell more.
        var (_, rules) = await reading.Rules(happening, channel);
        if (reading.Problems(rules, row.Subject, row.Text) is [var first, ..]) throw Refused.WrongState($"Chưa duyệt được, cần sửa lại. {first.Message}");
        await db.Save();
        await db.Database.ExecuteSqlAsync($"""
            update messages.text_change set state = 'replaced', revision = revision + 1
            where event = {happening} and channel = {channel} and state = 'approved' and valid_from = {row.ValidFrom} and id <> {id}
            """);
        if (await db.Database.ExecuteSqlAsync($"""
            insert into messages.template as t (event, channel, valid_from, subject, text, change_id)
            values ({happening}, {channel}, {row.ValidFrom}, {row.Subject}, {row.Text}, {id})
            on conflict (event, channel, valid_from) do update set subject = excluded.subject, text = excluded.text, change_id = excluded.change_id
                where t.change_id is not null
            """) == 0) throw Refused.WrongState("Bản mới của hệ thống giao lời khác từ đúng ngày này. Chọn ngày khác");
        Record(row, new MessageTextApproved(id, happening, channel, row.ValidFrom), why);
        await db.Commit(transaction);
    }

    public async Task Withdraw(string happening, string channel, Guid id, int revision, string? reason)
    {
        var why = Reason(reason, "withdrawReason");
        await using var transaction = await Begin();
        var row = await Load(happening, channel, id, revision);
        row.Withdraw(current.Value.Name, clock.GetUtcNow(), clock.Today());
        await db.Database.ExecuteSqlAsync($"delete from messages.template where change_id = {id}");
        Record(row, new MessageTextWithdrawn(id, happening, channel), why);
        await db.Commit(transaction);
    }

    private async Task<IDbContextTransaction> Begin()
    {
        if (!current.Value.Has(Roles.ProcedureOfficer, Roles.Administrator))
            throw new Refused(403, "Chỉ cán bộ kiểm soát thủ tục hoặc quản trị sửa được lời tin nhắn");
        var transaction = await db.Begin();
        await db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtext('messages.text'))");
        return transaction;
    }

    private async Task<TextChange> Load(string happening, string channel, Guid id, int revision)
    {
        var row = await db.Set<TextChange>().SingleOrDefaultAsync(one => one.Id == id && one.Event == happening && one.Channel == channel)
            ?? throw Refused.NotFound("Không có lời này. Chọn lại trong danh sách lời tin nhắn");
        return row.Revision == revision ? row : throw Refused.WrongState("Người khác vừa thay đổi lời này. Xem lại rồi bấm lần nữa");
    }

    private void Record(TextChange row, object fact, string reason) => log.Record($"message-text/{row.Id}", fact, reason);

    private static string Reason(string? typed, string field = "reason")
    {
        var why = VietnameseText.Clean(typed ?? "");
        return why.Length == 0 ? throw new Refused(400, "Nhập lý do hoặc căn cứ, ví dụ số và ngày của văn bản", field)
            : TypedText.Within(why, LongestReason, "Lý do", field);
    }
}
