using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Jobs;
using Npgsql;

namespace MotCua.Messages;

/// <summary>
/// A code that has had its ten minutes is a secret that nobody needs: the message stays, its text goes. One that was never sent is not sent
/// any more; the person has long asked for another.
/// </summary>
internal static class BlankCodes
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    public static readonly RecurringJob Job = new("messages.blank-codes", TimeSpan.FromMinutes(1), async (services, stop) =>
        await Purge.Run(services.GetRequiredService<NpgsqlDataSource>(), """
            update messages.message set text = 'Mã đã hết hạn', state = case state when 'waiting' then 'dropped' else state end,
                problem = case state when 'waiting' then 'Mã hết hạn trước khi gửi được' else problem end
            where id in (select id from messages.message where template = 'account.code' and text <> 'Mã đã hết hạn' and created_at < $2 order by created_at
                limit $1 for update skip locked)
            """, stop, services.GetRequiredService<TimeProvider>().GetUtcNow() - Lasts));
}
