using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;

namespace MotCua.Messages;

/// <summary>Messages that the gateway does not take, and channels on which messages wait. Whom they are for is nobody's business here.</summary>
internal static class MessageTroubles
{
    private const int LateMinutes = 30;

    public static readonly TroubleSource Source = new("message", Groups, Lines, Again);

    private static Db Db(IServiceProvider services) => services.GetRequiredService<Db>();

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static async Task<IReadOnlyList<TroubleGroup>> Groups(IServiceProvider services)
    {
        var (now, before) = (Now(services), Now(services).AddMinutes(-LateMinutes));
        var rows = await Db(services).Database.SqlQuery<Row>($"""
            select channel as name, state, count(*) as count, min(coalesce(due_at, created_at)) as since,
                count(*) filter (where state = 'failed' and (use_until is null or use_until > {now})) as retry from messages.message
            where state = 'failed' or state = 'waiting' and coalesce(due_at, created_at) < {before} group by channel, state order by channel
            """).ToListAsync();
        return [.. rows.Select(row => row.State == "failed"
            ? new TroubleGroup(TroubleState.Failed, "message", row.Name, row.Count, row.Since, row.Retry)
            : new TroubleGroup(TroubleState.Late, "message", row.Name, row.Count, row.Since, 0))];
    }

    private static async Task<IReadOnlyList<Trouble>> Lines(IServiceProvider services, TroubleGroup group, int most)
    {
        var (state, before) = (group.State == TroubleState.Failed ? "failed" : "waiting", Now(services).AddMinutes(-LateMinutes));
        return await Db(services).Database.SqlQuery<Trouble>($"""
            select m.id::text as key, 'Tin ' || right(m.id::text, 12) || coalesce(', hồ sơ ' || dossier_code, '')
                || ', viết lúc ' || to_char(created_at at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI:SS, DD/MM/YYYY') as subject, null::text as stream,
                coalesce(due_at, created_at) as since, attempts as tries,
                coalesce(m.problem, c.problem, 'Chưa đến lượt, hoặc chưa khai báo cổng tin nhắn') as reason, null::text as incident, state = 'failed'
                    and (use_until is null or use_until > {Now(services)}) as retry
            from messages.message m left join messages.channel c on c.channel = m.channel
            where m.channel = {group.Name} and state = {state} and (state = 'failed' or coalesce(due_at, created_at) < {before}) order by created_at, id
                limit {most}
            """).ToListAsync();
    }

    private static Task<int> Again(IServiceProvider services, string name, string? key) => Db(services).Database.ExecuteSqlAsync($"""
        update messages.message set state = 'waiting', faults = 0, rest_until = null
        where state = 'failed' and channel = {name} and ({key}::text is null or id::text = {key}) and (use_until is null or use_until > {Now(services)})
        """);

    private sealed record Row(string Name, string State, long Count, DateTimeOffset Since, long Retry);
}
