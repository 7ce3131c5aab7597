using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Messages.Notices;

internal sealed record NoticeRow(Guid Id, string? DossierCode, string Text, string Link, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt);

/// <summary>One official's own notices; nobody else's can be asked for.</summary>
internal sealed class MyNotices(Db db, CurrentActor current, TimeProvider clock)
{
    private Guid Me => current.Value.AccountId ?? Guid.Empty;

    /// <summary>Newest first.</summary>
    /// <param name="after">Id of the last row seen.</param>
    public async Task<IReadOnlyList<NoticeRow>> Page(int take, Guid? after) => after is { } last
        ? await db.Database.SqlQuery<NoticeRow>($"""
            select id, dossier_code, text, link, created_at, read_at from messages.staff_notice
            where account_id = {Me} and (created_at, id) < (select created_at, id from messages.staff_notice where id = {last} and account_id = {Me})
            order by created_at desc, id desc limit {take}
            """).ToListAsync()
        : await db.Database.SqlQuery<NoticeRow>($"""
            select id, dossier_code, text, link, created_at, read_at from messages.staff_notice
            where account_id = {Me} order by created_at desc, id desc limit {take}
            """).ToListAsync();

    /// <summary>Everything up to this one; what came while the page was being read stays new.</summary>
    public Task MarkSeen(Guid newest) => db.Database.ExecuteSqlAsync($"""
        update messages.staff_notice set read_at = {clock.GetUtcNow()} where account_id = {Me} and read_at is null
            and (created_at, id) <= (select created_at, id from messages.staff_notice where id = {newest} and account_id = {Me})
        """);

    /// <summary>The number in the navigation.</summary>
    public static FormattableString Unread(Actor actor) => $"""
        select count(*)::int from (select from messages.staff_notice where account_id = {actor.AccountId ?? Guid.Empty} and read_at is null limit 100) unread
        """;
}
