using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Web;

namespace MotCua.Platform.Security;

/// <summary>
/// One key, one effect (reliability rule D2). The key is written in the transaction of the effect; the same key with the
/// same body gives the first answer again, with another body it is refused with 422. A key counts within its scope alone:
/// an account, or what only one caller can know; never an address, which strangers share.
/// </summary>
public sealed class Idempotency(Db db, TimeProvider clock)
{
    /// <summary>The key that a program must send with what it changes.</summary>
    /// <exception cref="Refused">400: there is none, or it is longer than 200 signs.</exception>
    public static string KeyOf(HttpContext http) => http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= 200 } key ? key
        : throw new Refused(400, "Thêm tiêu đề Idempotency-Key (1 đến 200 ký tự), mỗi việc một khóa", "Idempotency-Key");

    public async Task<T> Once<T>(string scope, string key, object body, Func<Action<T>, Task> act)
    {
        if (key.Length is 0 or > 200) throw new Refused(400, "Khóa chống gửi trùng (Idempotency-Key) cần từ 1 đến 200 ký tự", "Idempotency-Key");
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(body, EventLog.Json))));
        if (await Earlier<T>(scope, key, fingerprint) is { Found: true } earlier) return earlier.Answer!;
        T? answer = default;
        try
        {
            await act(result =>
            {
                answer = result;
                db.Set<IdempotencyRow>().Add(new IdempotencyRow
                {
                    Scope = scope, Key = key, Fingerprint = fingerprint, Status = 200,
                    Body = JsonSerializer.Serialize(result, EventLog.Json), CreatedAt = clock.GetUtcNow(),
                });
            });
            return answer!;
        }
        catch (Exception late) when (late is Refused or DbUpdateException)
        {
            // Sent twice at once: the other one may have had the very effect that stood in the way of this one.
            if (await Earlier<T>(scope, key, fingerprint) is not { Found: true } other) throw;
            db.ChangeTracker.Clear();
            return other.Answer!;
        }
    }

    /// <summary>The same for an act that saves by itself: its effect and the key are one transaction.</summary>
    public Task<T> Once<T>(string scope, string key, object body, Func<Task<T>> act) => Once<T>(scope, key, body, async done =>
    {
        await using var transaction = await db.Begin();
        done(await act());
        await db.Commit(transaction);
    });

    private async Task<(bool Found, T? Answer)> Earlier<T>(string scope, string key, string fingerprint)
    {
        var row = await db.Set<IdempotencyRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Scope == scope && row.Key == key);
        if (row is null) return (false, default);
        if (row.Fingerprint != fingerprint)
            throw new Refused(422, "Khóa chống gửi trùng này đã dùng cho một nội dung khác. Dùng khóa mới cho lần gửi mới", "Idempotency-Key");
        return (true, JsonSerializer.Deserialize<T>(row.Body, EventLog.Json));
    }
}

internal sealed class IdempotencyRow
{
    public required string Scope { get; init; }
    public required string Key { get; init; }
    public required string Fingerprint { get; init; }
    public int Status { get; init; }
    public required string Body { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    public static void Map(ModelBuilder model) =>
        model.Entity<IdempotencyRow>().ToTable("idempotency", "platform").HasKey(row => new { row.Scope, row.Key });
}
