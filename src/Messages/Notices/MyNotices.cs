using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Messages.Notices;

internal sealed record NoticeRow(Guid Id, string? DossierCode, string Text, string Link, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt);

/// <summary>What was said of one dossier and is not settled yet.</summary>
/// <param name="Subject">Code of the dossier, or the page where there is none: what settling names.</param>
/// <param name="Text">The newest; <paramref name="Earlier"/> are the twenty before it.</param>
internal sealed record NoticeGroup(string Subject, string? DossierCode, int Notices, string Text, string Link, DateTimeOffset At, Guid Newest,
    string[] Earlier);

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

    /// <summary>Of the newest thousand that are not settled, one line for each dossier; what was said last stands first.</summary>
    public async Task<IReadOnlyList<NoticeGroup>> Unsettled(int take) => await db.Database.SqlQuery<NoticeGroup>($"""
        select coalesce(dossier_code, link) as subject, max(dossier_code) as dossier_code, count(*)::int as notices,
            (array_agg(text order by created_at desc, id desc))[1] as text, (array_agg(link order by created_at desc, id desc))[1] as link,
            max(created_at) as at, (array_agg(id order by created_at desc, id desc))[1] as newest,
            (array_agg(text order by created_at desc, id desc))[2:21] as earlier
        from (select * from messages.staff_notice where account_id = {Me} and read_at is null order by created_at desc, id desc limit 1000) n
        group by 1 order by max(created_at) desc, 1 limit {take}
        """).ToListAsync();

    /// <summary>What was said of one dossier up to this notice; what came while the page was being read stays.</summary>
    public Task Settle(string subject, Guid newest) => db.Database.ExecuteSqlAsync($"""
        update messages.staff_notice set read_at = {clock.GetUtcNow()} where account_id = {Me} and read_at is null and coalesce(dossier_code, link) = {subject}
            and (created_at, id) <= (select created_at, id from messages.staff_notice where id = {newest} and account_id = {Me})
        """);

    /// <summary>Everything up to this one; what came while the page was being read stays new.</summary>
    public Task MarkSeen(Guid newest) => db.Database.ExecuteSqlAsync($"""
        update messages.staff_notice set read_at = {clock.GetUtcNow()} where account_id = {Me} and read_at is null
            and (created_at, id) <= (select created_at, id from messages.staff_notice where id = {newest} and account_id = {Me})
        """);

    /// <summary>The number in the navigation: dossiers with something to settle, as the page lists them.</summary>
    public static FormattableString Unread(Actor actor) => $"""
        select count(distinct coalesce(dossier_code, link))::int
        from (select dossier_code, link from messages.staff_notice where account_id = {actor.AccountId ?? Guid.Empty} and read_at is null limit 500) unread
        """;
}
