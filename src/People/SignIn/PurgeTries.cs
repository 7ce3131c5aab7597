using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Jobs;
using Npgsql;

namespace MotCua.People.SignIn;

/// <summary>Failed sign-ins, requests for a code and ended sessions are kept as long as they explain something, and no longer.</summary>
internal static class PurgeTries
{
    public static readonly RecurringJob Job = new("people.purge-tries", TimeSpan.FromMinutes(15), Run);

    private static async Task Run(IServiceProvider services, CancellationToken stop)
    {
        var source = services.GetRequiredService<NpgsqlDataSource>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        // Sessions and codes age by the real clock.
        var real = services.GetRequiredKeyedService<TimeProvider>(Sessions.Clock).GetUtcNow();
        await Purge.Run(source, """
            delete from people.sign_in_failure where id in (select id from people.sign_in_failure where at < $2 order by at limit $1)
            """, stop, now.AddDays(-services.GetRequiredService<IConfiguration>().GetValue("SignIn:KeepFailuresDays", 180)));
        await Purge.Run(source, """
            delete from people.password_reset where id in (select id from people.password_reset where expires_at < $2
                order by expires_at limit $1 for update skip locked)
            """, stop, real.AddDays(-2));
        await Purge.Run(source, """
            delete from people.contact_change where id in (select id from people.contact_change where expires_at < $2
                order by expires_at limit $1 for update skip locked)
            """, stop, real.AddDays(-2));
        await Purge.Run(source, """
            delete from people.session where id in (select id from people.session where expires_at < $2 order by expires_at limit $1 for update skip locked)
            """, stop, real - Purge.Keep(services, "Sessions", usual: 90, least: 1));
    }
}
