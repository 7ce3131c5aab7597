using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using MotCua.Dossiers.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Messages.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Filing.Fill;

/// <summary>What the first device shows or sends.</summary>
/// <param name="Code">Mã bàn giao, typed at /nop/tiep-tuc; only beside a QR.</param>
/// <param name="Pin">Six digits told on the first device alone, while the draft holds no number to ask for; null: last four digits are asked.</param>
/// <param name="Away">The gateway does not take messages at the moment.</param>
internal sealed record HandOver(string Way, string Link, string? Code, string? Pin, DateTimeOffset Until, string To = "", bool Away = false);

/// <summary>
/// Làm tiếp trên máy khác. A link, a QR and a short code lead to the same page, which asks for a second factor before it says anything, also whether there
/// is a draft: four digits that stand in the draft, or a code that only the first device has shown. Each is used once; guesses and messages are counted.
/// </summary>
internal sealed class HandOvers(Db db, IDataProtectionProvider protection, GuessBudget tries, Budgets budgets, Messenger messenger,
    IConfiguration settings, TimeProvider clock)
{
    /// <summary>Wrong digits for one link or code: whoever made it makes another, a stranger cannot.</summary>
    public static readonly Budget Digits = new("ReturnDigits", 5, 0, TimeSpan.FromDays(1));

    /// <summary>Links and codes that open nothing, by address.</summary>
    public static readonly Budget Wrong = new("ReturnWrong", 15, 0, TimeSpan.FromMinutes(10));

    /// <summary>Messages cost money and disturb.</summary>
    public static readonly Budget SentOfDraft = new("ReturnMessagesOfDraft", 3, 0, TimeSpan.FromDays(1));

    /// <summary>However many drafts a stranger begins, one telephone is written to three times a day.</summary>
    public static readonly Budget SentTo = new("ReturnMessagesTo", 3, 0, TimeSpan.FromDays(1));

    private static readonly TimeSpan TicketLasts = TimeSpan.FromMinutes(15);

    private readonly IDataProtector sealer = protection.CreateProtector("MotCua.Filing.HandOver");
    private readonly IDataProtector tickets = protection.CreateProtector("MotCua.Filing.HandOver.Ticket");

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Mã QR và mã bàn giao, on the screen of the first device. What it showed before is void.</summary>
    public async Task<HandOver> Show(Draft draft, string key, string site)
    {
        var code = ShortCode.New();
        await using var transaction = await db.Begin();
        await db.Database.ExecuteSqlAsync($"delete from filing.hand_over where draft_id = {draft.Id} and way = 'screen' and used_at is null");
        var made = await Make(draft, key, site, "screen", code, TimeSpan.FromMinutes(Setting("CodeMinutes", 30)));
        await db.Commit(transaction);
        return made;
    }

    /// <param name="way">sms or email.</param>
    /// <exception cref="Refused">429 with the waiting time.</exception>
    public async Task<HandOver> Send(Draft draft, string key, string site, string way, string to, string procedure)
    {
        budgets.Spend(Doors.PhoneCode);
        foreach (var (budget, counted) in new[] { (SentTo, $"{way}:{to.ToLowerInvariant()}"), (SentOfDraft, draft.Id.ToString("n")) })
            if (await tries.Take(budget, counted) is { } wait)
                throw Refused.TooMany(wait, "Đã gửi đủ số tin trong ngày", "dùng mã QR, mã bàn giao", way);
        await using var transaction = await db.Begin();
        var made = await Make(draft, key, site, way, null, TimeSpan.FromDays(Setting("LinkDays", 7)));
        await messenger.Queue("draft.link", way == "sms" ? new Recipient(to) : new Recipient(Email: to),
            new Dictionary<string, string> { ["link"] = made.Link, ["procedure"] = procedure, ["due"] = Vi.DateTime(made.Until) });
        await db.Commit(transaction);
        return made with { To = to, Away = await messenger.IsAway(way) };
    }

    /// <summary>Judges what was opened and the second factor. Nothing is used up yet: the person first says that the draft is theirs.</summary>
    /// <returns>The key of the draft, and what says for a quarter of an hour that the factor was right.</returns>
    /// <exception cref="Refused">404 with one sentence for all that opens nothing; 429 after too many tries.</exception>
    public async Task<(string Key, string Ticket)> Open(string? opened, string? factor)
    {
        var hash = HashOf(opened, out var isCode);
        var digits = string.Concat((factor ?? "").Where(char.IsAsciiDigit));
        if (digits.Length is not (4 or 6)) throw new Refused(400, $"Nhập 4 số cuối, hoặc đủ 6 số của mã mở bản nháp; hiện có {digits.Length} số", "so");
        if (await tries.Wait(Wrong, budgets.Address) is { } slow) throw Refused.TooMany(slow, field: "so");
        var row = await Find(hash, isCode);
        var tried = row?.Id.ToString("n") ?? Convert.ToHexStringLower(hash);
        if (await tries.Take(Digits, tried) is { } wait)
            throw Refused.TooMany(wait, "Đã nhập sai nhiều lần", "lấy đường dẫn mới trên máy đã bắt đầu, gọi 1022", "so");
        if (row is null || !Fits(row, digits))
        {
            await tries.Take(Wrong, budgets.Address);
            throw new Refused(404, "Chưa mở được. Số nhập chưa đúng, hoặc đường dẫn, mã đã dùng, đã hết hạn, hồ sơ đã nộp hay đã gắn với tài khoản", "so");
        }
        await tries.GiveBack(Digits, tried);
        return (sealer.Unprotect(row.SealedKey), tickets.Protect($"{row.Id:n}.{Now.ToUnixTimeSeconds()}"));
    }

    /// <summary>The key of the draft; the link or code has been used now.</summary>
    /// <param name="held">Keys of this browser: pressed twice, the button leads on the second time too.</param>
    /// <exception cref="Refused">404: used meanwhile, or the quarter of an hour is over.</exception>
    public async Task<string> Use(string? ticket, IReadOnlyList<string> held)
    {
        var (now, id) = (Now, Read(ticket));
        var used = await db.Database.SqlQuery<string>($"""
            update filing.hand_over set used_at = {now} where id = {id} and used_at is null and expires_at > {now} returning sealed_key as "Value"
            """).ToListAsync();
        if (used is [var key]) return sealer.Unprotect(key);
        var before = await db.Database.SqlQuery<string>($"select sealed_key as \"Value\" from filing.hand_over where id = {id}").ToListAsync();
        return before is [var known] && sealer.Unprotect(known) is var mine && held.Contains(mine) ? mine
            : throw new Refused(404, "Đường dẫn hoặc mã này vừa được dùng ở máy khác. Lấy đường dẫn mới trên máy đã bắt đầu", "so");
    }

    /// <summary>The draft behind a link, when it is open to the asker already; null for everybody else.</summary>
    public async Task<string?> Held(string? link, IReadOnlyList<string> held, Guid? account)
    {
        if (link is null || !RandomKey.Is(link) || (held.Count == 0 && account is null)) return null;
        var (now, hash, keys) = (Now, Hash(link), held.Select(DraftToken.Hash).ToList());
        return (await db.Database.SqlQuery<string>($"""
            select d.procedure_code as "Value" from filing.hand_over h join filing.draft d on d.id = h.draft_id
            where h.link_hash = {hash} and d.dossier_id is null and d.expires_at > {now}
                and (d.account_id = {account} or d.account_id is null and d.token_hash = any({keys}))
            """).ToListAsync()).SingleOrDefault();
    }

    internal static Task<int> DeleteExpired(Db db, DateTimeOffset now) => db.Database.ExecuteSqlAsync($"""
        delete from filing.hand_over where id in (select id from filing.hand_over where expires_at < {now} order by expires_at limit {Purge.Step}
            for update skip locked)
        """);

    /// <summary>Last four digits of the personal numbers and telephones that the draft holds.</summary>
    private static HashSet<string> FactorsOf(string json)
    {
        var answers = JsonNode.Parse(json)!.AsObject();
        return new[] { "applicant.personalId", "applicant.phone", "representative.personalId", "representative.phone" }
            .Select(answers.TextAt).Where(number => number?.Length >= 8).Select(number => number![^4..]).Where(four => four.All(char.IsAsciiDigit)).ToHashSet();
    }

    private async Task<HandOver> Make(Draft draft, string key, string site, string way, string? code, TimeSpan lasts)
    {
        var (id, link, now) = (Guid.CreateVersion7(), RandomKey.New(), Now);
        var until = now + lasts < draft.ExpiresAt ? now + lasts : draft.ExpiresAt;
        var pin = FactorsOf(draft.Answers).Count > 0 ? null : RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        var (linkHash, codeHash, pinHash) = (Hash(link), code is null ? null : Hash(code), pin is null ? null : PinHash(id, pin));
        var sealedKey = sealer.Protect(key);
        await db.Database.ExecuteSqlAsync($"""
            insert into filing.hand_over (id, draft_id, way, link_hash, code_hash, pin_hash, sealed_key, made_at, expires_at)
            values ({id}, {draft.Id}, {way}, {linkHash}, {codeHash}, {pinHash}, {sealedKey}, {now}, {until})
            """);
        return new HandOver(way, $"{site}/nop/tiep-tuc/{link}", code, pin, until);
    }

    private async Task<Row?> Find(byte[] hash, bool isCode)
    {
        var now = Now;
        return (await db.Database.SqlQuery<Row>($"""
            select h.id, h.pin_hash, h.sealed_key, d.answers::text as answers from filing.hand_over h join filing.draft d on d.id = h.draft_id
            where case when {isCode} then h.code_hash else h.link_hash end = {hash} and h.used_at is null and h.expires_at > {now}
                and d.dossier_id is null and d.account_id is null and d.expires_at > {now}
            """).ToListAsync()).SingleOrDefault();
    }

    private static bool Fits(Row row, string digits) => digits.Length == 6
        ? row.PinHash is { } pin && CryptographicOperations.FixedTimeEquals(pin, PinHash(row.Id, digits))
        : FactorsOf(row.Answers).Contains(digits);

    /// <exception cref="Refused">400: neither a link nor a code.</exception>
    private static byte[] HashOf(string? opened, out bool isCode)
    {
        var typed = opened?.Trim() ?? "";
        isCode = !RandomKey.Is(typed);
        if (!isCode) return Hash(typed);
        var code = ShortCode.Normalise(typed) ?? throw new Refused(400, "Nhập mã bàn giao 8 ký tự đang hiện trên máy kia, ví dụ 7KQ4-9M2X", "ma");
        if (ShortCode.WrongGroup(code) is > 0 and var wrong)
            throw new Refused(400, $"Mã này chưa đúng. Kiểm tra nhóm thứ {(wrong == 1 ? "nhất" : "hai")}: {(wrong == 1 ? code[..4] : code[4..])}", "ma");
        return Hash(code);
    }

    private Guid Read(string? ticket)
    {
        try
        {
            var parts = tickets.Unprotect(ticket ?? "").Split('.');
            var age = Now - DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[1], CultureInfo.InvariantCulture));
            if (age <= TicketLasts) return Guid.ParseExact(parts[0], "n");
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException) { /* said below */ }
        throw new Refused(404, "Trang này đã mở quá 15 phút. Nhập lại số để mở bản nháp", "so");
    }

    private int Setting(string name, int usual) => settings.GetValue($"Filing:{name}", usual) is > 0 and var given ? given : usual;

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.ASCII.GetBytes(text));

    private static byte[] PinHash(Guid id, string pin) => SHA256.HashData([.. id.ToByteArray(), .. Encoding.ASCII.GetBytes(pin)]);

    private sealed record Row(Guid Id, byte[]? PinHash, string SealedKey, string Answers);
}
