using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using Npgsql;

namespace MotCua.Messages.Contracts;

/// <summary>Lời nhắc cho một cán bộ.</summary>
/// <param name="Link">Path of the page where something can be done about it.</param>
public sealed record StaffNotice(Guid AccountId, string? DossierCode, string Text, string Link);

/// <summary>Nhắc việc: what officials are told on their own page. No channel leaves the house, so a notice has arrived when it is written.</summary>
public sealed class StaffNotices
{
    private readonly Db db;
    private readonly TimeProvider clock;

    internal StaffNotices(Db db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    /// <summary>A statement for the caller's batch, in the transaction of what is told.</summary>
    public NpgsqlBatchCommand Statement(IReadOnlyCollection<StaffNotice> notices) => new("""
        insert into messages.staff_notice (id, account_id, dossier_code, text, link, created_at)
        select n.id, n.account, n.code, n.text, n.link, $6 from unnest($1, $2, $3, $4, $5) as n (id, account, code, text, link)
        """)
    {
        Parameters =
        {
            new() { Value = notices.Select(_ => Guid.CreateVersion7()).ToArray() },
            new() { Value = notices.Select(notice => notice.AccountId).ToArray() },
            new() { Value = notices.Select(notice => notice.DossierCode).ToArray() },
            new() { Value = notices.Select(notice => notice.Text).ToArray() },
            new() { Value = notices.Select(notice => notice.Link).ToArray() },
            new() { Value = clock.GetUtcNow() },
        },
    };

    /// <summary>The same, but not to whom has one with this link still unread: the page behind it lists everything.</summary>
    public async Task<int> TellOnce(IReadOnlyCollection<Guid> accounts, string text, string link, string? dossierCode = null)
    {
        var (ids, told) = (accounts.Select(_ => Guid.CreateVersion7()).ToArray(), accounts.ToArray());
        return await db.Database.ExecuteSqlAsync($"""
            insert into messages.staff_notice (id, account_id, dossier_code, text, link, created_at)
            select n.id, n.account, {dossierCode}, {text}, {link}, {clock.GetUtcNow()} from unnest({ids}, {told}) as n (id, account)
            where not exists (select from messages.staff_notice u where u.account_id = n.account and u.link = {link} and u.read_at is null)
            """);
    }
}
