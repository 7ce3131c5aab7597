using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Jobs;
using Npgsql;

namespace MotCua.Messages;

/// <summary>
/// A code that has had its ten minutes is a secret that nobody needs: the message stays, its text goes. One that was never sent is not sent
/// any more, nor a link that has had its day, also where no gateway is configured; the person has long asked for another.
/// </summary>
internal static class BlankCodes
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    public static readonly RecurringJob Job = new("messages.blank-codes", TimeSpan.FromMinutes(1), async (services, stop) =>
    {
        var (source, now) = (services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        await Purge.Run(source, """
            update messages.message set text = 'Mã đã hết hạn', state = case state when 'waiting' then 'dropped' else state end,
                problem = case state when 'waiting' then 'Mã hết hạn trước khi gửi được' else problem end
            where id in (select id from messages.message where template = 'account.code' and text <> 'Mã đã hết hạn' and created_at < $2 order by created_at
                limit $1 for update skip locked)
            """, stop, now - Lasts);
        await Purge.Run(source, """
            update messages.message set state = 'dropped', problem = 'Hết hạn dùng trước khi gửi được'
            where id in (select id from messages.message where state = 'waiting' and use_until < $2 order by created_at limit $1 for update skip locked)
            """, stop, now);
    });
}
