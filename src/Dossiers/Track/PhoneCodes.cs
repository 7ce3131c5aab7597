using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Contracts;
using MotCua.Messages.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Track;

/// <summary>
/// Mã gửi về điện thoại của hồ sơ: opens a dossier for whoever holds the phone that was declared. Asking answers the same, and costs the same,
/// whether there is such a dossier and a phone or not. Only the browser that asked can use the code, so a stranger cannot use it up.
/// </summary>
internal sealed class PhoneCodes(Db db, JobQueue jobs, GuessBudget tries, Budgets budgets, TrackingQuery query, TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    /// <summary>Messages cost money and disturb: three a day for one dossier.</summary>
    public static readonly Budget Daily = new("PhoneCodesOfDossier", 3, 0, TimeSpan.FromDays(1));

    private const int Guesses = 5;
    private const string Kind = "dossiers.send-phone-code";

    public static readonly JobHandler Job = new(Kind, Send);

    public static readonly RecurringJob DeleteExpired = new("dossiers.delete-expired-codes", TimeSpan.FromHours(1), async (services, stop) =>
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await Purge.Run(services.GetRequiredService<Npgsql.NpgsqlDataSource>(), """
            delete from dossiers.phone_code where id in (select id from dossiers.phone_code where expires_at < $2
                order by expires_at limit $1 for update skip locked)
            """, stop, now);
    });

    /// <returns>The key with which the code is entered: 128 bits that only the asker gets.</returns>
    public async Task<string> Ask(string? typed)
    {
        var code = typed?.Trim() ?? "";
        if (code.Length is 0 or > 64) throw new Refused(400, "Nhập mã hồ sơ hoặc mã ngắn, ví dụ 7KQ4-9M2X", "ma");
        budgets.Spend(Doors.PhoneCode);
        var shortCode = ShortCode.Normalise(code);
        var key = shortCode ?? code.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        var dossier = shortCode is not null ? await query.ByShortCode(shortCode) : await query.ByCode(key) ?? await query.ByToken(code);
        if (await tries.Take(Daily, dossier?.Id.ToString("n") ?? key) is { } wait)
            throw Refused.TooMany(wait, "Hồ sơ này đã xin đủ số mã trong ngày", "quét mã QR, đăng nhập, gọi 1022", "ma");
        var request = RandomKey.New();
        var (id, now, until) = (IdOf(request), clock.GetUtcNow(), clock.GetUtcNow() + Lasts);
        await using var transaction = await db.Begin();
        await db.Database.ExecuteSqlAsync($"""
            insert into dossiers.phone_code (id, dossier_id, asked_at, expires_at) values ({id}, {dossier?.Id}, {now}, {until})
            """);
        jobs.Enqueue(Kind, new Asked(Convert.ToHexStringLower(id)));
        await db.Commit(transaction);
        return request;
    }

    /// <summary>The dossier that the code opens. A code is used once.</summary>
    /// <exception cref="Refused">400: wrong, used, or older than ten minutes; nobody is told which.</exception>
    public async Task<TrackedDossier> Use(string? request, string? typed)
    {
        var digits = string.Concat((typed ?? "").Where(char.IsAsciiDigit));
        if (digits.Length != 6) throw new Refused(400, $"Nhập đủ 6 chữ số của mã, hiện có {digits.Length}", "so");
        var (id, now) = (IdOf(request ?? ""), clock.GetUtcNow());
        var hash = HashOf(id, digits);
        var opened = await db.Database.SqlQuery<Guid?>($"""
            update dossiers.phone_code set tries = tries + 1, used_at = case when hash = {hash} then {now} end
            where id = {id} and used_at is null and tries < {Guesses} and expires_at > {now}
            returning case when used_at is not null then dossier_id end as "Value"
            """).ToListAsync();
        return opened is [{ } dossier] && await query.ById(dossier) is { } found ? found
            : throw new Refused(400, "Mã chưa đúng hoặc đã hết hạn. Kiểm tra lại tin nhắn, hoặc xin mã mới", "so");
    }

    private static async Task Send(IServiceProvider services, JsonElement payload)
    {
        var id = Convert.FromHexString(payload.Deserialize<Asked>(EventLog.Json)!.Id);
        var (db, now) = (services.GetRequiredService<Db>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        await using var transaction = await db.Begin();
        // Run twice it sends one code: the second finds a hash.
        var phones = await db.Database.SqlQuery<string>($"""
            update dossiers.phone_code p set hash = {HashOf(id, code)} from dossiers.dossier d
            where p.id = {id} and p.hash is null and p.expires_at > {now} and d.id = p.dossier_id and d.phone is not null returning d.phone as "Value"
            """).ToListAsync();
        if (phones is [var phone])
            await services.GetRequiredService<Messenger>().Queue("account.code", new Recipient(phone), new Dictionary<string, string> { ["code"] = code });
        await db.Commit(transaction);
    }

    private static byte[] IdOf(string request) => SHA256.HashData(Encoding.UTF8.GetBytes(request));

    private static byte[] HashOf(byte[] id, string code) => SHA256.HashData([.. id, .. Encoding.ASCII.GetBytes(code)]);

    private sealed record Asked(string Id);
}
